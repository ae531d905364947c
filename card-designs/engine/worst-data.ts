import type { CardData } from './card-data.ts'
import { elementsWithin, sides, type Design, type Language } from './design.ts'
import { fieldsOf } from './layout.ts'
import { bindingsOf } from './card-data.ts'
import { templateOf } from './layout.ts'

/** The longest that a field may be in practice, one value for each language that a card may have. */
export type WorstValue = string | Readonly<Record<Language, string>>

/** A grey square, for a photo that nobody has taken yet. */
const GREY_SQUARE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGOoBwAAgQCBhmiCOAAAAABJRU5ErkJggg=='

/**
 * What members and staff are really called at the longest, the widest digits, and a signed address. A caller that knows
 * its own fields adds to these or replaces them.
 */
const worstValues: Readonly<Record<string, WorstValue>> = {
  cardNumber: '9156888888888888',
  qr: `https://members.department-store.example/c/9156888888888888?k=1&s=${'w'.repeat(86)}`,
  securityCode: 'WMWMWM',
  memberName: { 'zh-CN': '阿卜杜热依木·买买提明', en: 'Maximilian Wolfeschlegelsteinhausen' },
  validThrough: '2028-12-28',
  memberSince: '2028-12-28',
  faceValue: '88888800',
  department: { 'zh-CN': '国际化妆品与奢侈品精品部', en: 'International Cosmetics and Luxury' },
  jobTitle: { 'zh-CN': '高级客户关系副总经理', en: 'Senior Deputy Relations Manager' },
  staffNumber: 'W8888888',
}

/** For a field that nobody has told us about: long, wide, and a value that its format takes. */
function unknownValue(format: string | undefined): string {
  if (format === 'date' || format === 'day' || format === 'month') return '2028-12-28'
  if (format === 'number' || format === 'money') return '8888888888'
  return '国国国国国国国国WMWMWMWM'
}

/** A card on which every field of a design has its worst value. */
export function worstData(
  design: Design,
  language: Language,
  values: Readonly<Record<string, WorstValue>> = worstValues,
): CardData {
  const worst: Record<string, string> = {}
  const put = (field: string, fallback: string) => {
    const value = Object.hasOwn(values, field) ? values[field] : undefined
    worst[field] ??= value === undefined ? fallback : typeof value === 'string' ? value : value[language]
  }
  for (const side of sides)
    for (const element of elementsWithin(design[side].elements)) {
      if (element.type === 'photo') worst[element.field] = GREY_SQUARE
      for (const { field, format } of bindingsOf(templateOf(element, language)))
        put(field, unknownValue(format))
      for (const field of fieldsOf(element, language)) put(field, unknownValue(undefined))
    }
  const { cardNumber = '9156888888888888', qr = 'https://vip.example', securityCode = 'WMWMWM' } = worst
  return { ...worst, cardNumber, qr, securityCode, language }
}
