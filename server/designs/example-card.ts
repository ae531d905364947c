import { bindingsOf, type CardData } from '../../card-designs/engine/card-data.ts'
import { worstData } from '../../card-designs/engine/worst-data.ts'
import { elementsWithin, sides, type Design, type DesignElement } from '../../card-designs/engine/design.ts'

/** A number that is nobody's: sequences never come out as all zeros with this check digit. */
const SAMPLE = { cardNumber: '9156000000000000', securityCode: '000000' }

const SAMPLE_FIELDS: Readonly<Record<string, string>> = {
  memberName: '王小明',
  validThrough: '2029-12-31',
  faceValue: '50000',
  department: '一层服务台',
  staffNumber: '10086',
}

/** What a field holds that is known by its format alone. */
const SAMPLE_FORMATS: Readonly<Record<string, string>> = {
  date: '2029-12-31',
  day: '2029-12-31',
  month: '2029-12-31',
  number: '12345',
  money: '12345',
}

/** One grey pixel, stretched to where a photo goes. */
const GREY =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mO4AwAAvAC7T6IaCgAAAABJRU5ErkJggg=='

export type Example = 'sample' | 'worst'

/**
 * A card that does not exist, with a value for every field that a design binds: a usual one or the worst that the checker
 * knows. `publicUrl`: what a sample's QR symbol says.
 */
export function exampleCard(design: Design, publicUrl: string, kind: Example = 'sample'): CardData {
  if (kind === 'worst') return worstData(design, 'zh-CN')
  const elements = sides.flatMap((side) => [...elementsWithin(design[side].elements)])
  const bindings = elements.flatMap((element) => templatesOf(element).flatMap(bindingsOf))
  const bound = bindings.map(({ field, format }): [string, string] => [
    field,
    SAMPLE_FIELDS[field] ?? SAMPLE_FORMATS[format ?? ''] ?? '12345678',
  ])
  const photos = elements.flatMap((element): [string, string][] =>
    element.type === 'photo' ? [[element.field, GREY]] : [],
  )
  return { ...Object.fromEntries([...bound, ...photos]), ...SAMPLE, qr: `${publicUrl}/t` }
}

function templatesOf(element: DesignElement): string[] {
  if (element.type === 'symbol') return [element.content]
  if (element.type === 'microtext') return [element.text]
  if (element.type !== 'text') return []
  return typeof element.text === 'string' ? [element.text] : Object.values(element.text)
}
