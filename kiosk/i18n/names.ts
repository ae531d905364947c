import { useLanguage } from './language.ts'

interface Named {
  nameZh: string
  nameEn: string
}

/** Reads the name of a thing that people have named in both languages. */
export function useName(): (thing: Named) => string {
  const language = useLanguage()
  return ({ nameZh, nameEn }) => (language === 'en' ? nameEn : nameZh)
}
