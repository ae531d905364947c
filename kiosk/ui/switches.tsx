import { setLanguage, useLanguage } from '../i18n/language.ts'
import { Button } from './button.tsx'
import { useUiText } from './texts.ts'
import { setTheme, themes, useTheme } from './theme.ts'

/** One tap to the other language, named in that language. */
export function LanguageSwitch() {
  const text = useUiText()
  const other = useLanguage() === 'en' ? 'zh-CN' : 'en'
  return (
    <span lang={other}>
      <Button kind="quiet" icon="language" onPress={() => setLanguage(other)}>
        {text('language.other')}
      </Button>
    </span>
  )
}

/** One tap to the next look: light, dark, high contrast. The button names the look that it brings. */
export function ThemeSwitch() {
  const text = useUiText()
  const theme = useTheme()
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'light'
  return (
    <Button kind="quiet" icon={next} onPress={() => setTheme(next)}>
      {text(`theme.${next}`)}
    </Button>
  )
}
