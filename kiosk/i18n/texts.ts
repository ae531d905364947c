import { i18n, useLanguage, type Language } from './language.ts'
import type { Messages, Source, Translate } from './messages.ts'

interface Texts<Zh extends Source> {
  'zh-CN': Zh
  en: Messages<Zh>
}

/** Registers the texts of a page or part under `name` and returns the typed look-up in a language. */
export function addTexts<const Zh extends Source>(
  name: string,
  texts: Texts<Zh>,
): (language: Language) => Translate<Zh> {
  const byLanguage: Record<Language, object> = texts
  for (const [language, messages] of Object.entries(byLanguage))
    i18n.addResourceBundle(language, name, messages)

  return (language) => {
    const translate = i18n.getFixedT(language, name)
    return (key, ...values) => translate(key, values[0] ?? {})
  }
}

/**
 * Registers the texts of a page or part and returns the typed hook that reads them.
 * A component that uses it is drawn again when the language changes.
 */
export function defineTexts<const Zh extends Source>(name: string, texts: Texts<Zh>) {
  const textIn = addTexts(name, texts)
  return function useText(): Translate<Zh> {
    return textIn(useLanguage())
  }
}
