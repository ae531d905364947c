import { createInstance } from 'i18next'
import { useSyncExternalStore } from 'react'
import { readSetting, writeSetting } from '../ui/device-setting.ts'

export type Language = 'zh-CN' | 'en'
const languages: readonly Language[] = ['zh-CN', 'en']

export const i18n = createInstance()

const isLanguage = (value: unknown): value is Language => languages.includes(value as Language)

function firstLanguage(): Language {
  const kept = readSetting('language')
  if (isLanguage(kept)) return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

void i18n.init({
  lng: firstLanguage(),
  fallbackLng: false,
  initAsync: false,
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  interpolation: {
    escapeValue: false, // React escapes
    alwaysFormat: true,
    format: (value: unknown, _format, language) =>
      typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : String(value),
  },
})

export const currentLanguage = (): Language => i18n.language as Language

function tellDocument() {
  document.documentElement.lang = currentLanguage()
}
tellDocument()

/** Changes the language of the page at once and keeps it on this device. */
export function setLanguage(language: Language) {
  writeSetting('language', language)
  void i18n.changeLanguage(language).then(tellDocument)
}

/** @returns a function that stops listening */
export const onLanguageChange = (changed: () => void) => {
  i18n.on('languageChanged', changed)
  return () => i18n.off('languageChanged', changed)
}

export const useLanguage = (): Language => useSyncExternalStore(onLanguageChange, currentLanguage)
