import { currentLanguage, setLanguage } from '../i18n/language.ts'
import { readSetting } from '../ui/device-setting.ts'
import { setTheme, themes } from '../ui/theme.ts'

const house = { language: currentLanguage(), theme: readSetting('theme') }

/** Gives the next person the kiosk as the house set it up: what a member chose for themselves leaves with them. */
export function restoreHouseLook() {
  if (currentLanguage() !== house.language) setLanguage(house.language)
  const theme = themes.find((each) => each === house.theme) ?? 'light'
  if (document.documentElement.dataset['theme'] !== theme) setTheme(theme)
}
