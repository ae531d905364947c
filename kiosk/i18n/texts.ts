import { i18n, useLanguage, type Language } from './language.ts'
import type { Messages, Source, Translate } from './messages.ts'

/**
 * Registers the texts of a page or part under `name` and returns the typed hook that reads them.
 * A component that uses it is drawn again when the language changes.
 */
export function defineTexts<const Zh extends Source>(name: string, texts: { 'zh-CN': Zh; en: Messages<Zh> }) {
  const byLanguage: Record<Language, object> = texts
  for (const [language, messages] of Object.entries(byLanguage))
    i18n.addResourceBundle(language, name, messages)

  return function useText(): Translate<Zh> {
    const language = useLanguage()
    const translate = i18n.getFixedT(language, name)
    return (key, ...values) => translate(key, values[0] ?? {})
  }
}
