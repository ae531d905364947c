import { bindingsOf, type CardData } from '../../../../../card-designs/engine/card-data.ts'
import {
  elementsWithin,
  sides,
  type Design,
  type DesignElement,
  type Language,
} from '../../../../../card-designs/engine/design.ts'

export const examples = ['sample', 'worst'] as const
type Example = (typeof examples)[number]

/** What designs bind most; a design may name any other field. */
const knownFields = [
  'cardNumber',
  'memberName',
  'validThrough',
  'securityCode',
  'qr',
  'faceValue',
  'department',
  'staffNumber',
  'memberSince',
  'jobTitle',
] as const
type KnownField = (typeof knownFields)[number]

export const isKnown = (field: string): field is KnownField =>
  (knownFields as readonly string[]).includes(field)

const SAMPLE: Readonly<Record<string, string>> = {
  cardNumber: '9156000000000000',
  securityCode: '000000',
  memberName: '王小明',
  validThrough: '2029-12-31',
  faceValue: '50000',
  department: '一层服务台',
  staffNumber: '10086',
  memberSince: '2024-05-01',
  jobTitle: '服务顾问',
}

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

/** A written line, where a signature goes: a grey pixel shown whole would be a grey square. */
const WRITTEN =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAKAAAAAkAQMAAAA0IKOgAAAABlBMVEX///8bGhd2T+DzAAAAAXRSTlMAQObYZgAAAN9JREFUeNrVkr0NwjAQhd9hFDcRaVNEYYVISAiqrMIIlKmIN6ClYxUPwACU7mgoUqZAHLZj7CILwGvO/my/+5GBv9ZCvOdQnAs1p08YH09Yp9MOOxeITT9GWKJyQarO1NIEWEGyEa8MtZZXDnAL8eCWX5CaRgpwA6HliB6krX/QXomDRYUiM7n7RFo0aJXUtrQ8QkMXe88mHrCM8EA3V6fG0e991VWD0L2Hhe8gb2yHaRRTpasSdWTE2sesTP7g0Kcs02Mevi6X5BfHRPewaOM9K3+8Zg45JjVgp+FHPs0HwfdD5oCZ6NsAAAAASUVORK5CYII='

export interface DataChoice {
  example: Example
  language: Language
  /** a real card's, in place of the example's */
  fields: Readonly<Record<string, string>>
  /** pictures that somebody took to see them on the card; they leave this page with nobody */
  pictures: Readonly<Record<string, string>>
}

/** As long as a real card's: a signature of 86 characters behind its number. */
const qrOf = (origin: string, cardNumber: string) => `${origin}/t#q=${cardNumber}~${'A'.repeat(86)}`

/** A card that does not exist, with a usual value for every field that the design binds. `origin`: what its QR symbol names. */
export function exampleData(
  design: Design,
  origin: string,
  { language, fields, pictures }: Omit<DataChoice, 'example'>,
): CardData {
  const data: Record<string, string> = { ...SAMPLE, ...fields }
  for (const element of everyElement(design)) {
    for (const { field, format } of textsOf(element).flatMap(bindingsOf))
      data[field] ??= SAMPLE_FORMATS[format ?? ''] ?? '12345678'
    if (element.type === 'photo')
      data[element.field] = pictures[element.field] ?? (element.field === 'signature' ? WRITTEN : GREY)
  }
  const { cardNumber = '', securityCode = '' } = data
  return { ...data, cardNumber, securityCode, qr: qrOf(origin, cardNumber), language }
}

/** Every field that a text of the design may be bound to here: the known ones, and its own. */
export function fieldsFor(design: Design): string[] {
  const bound = everyElement(design).flatMap((element) => textsOf(element).flatMap(bindingsOf))
  return [...new Set([...knownFields, ...bound.map(({ field }) => field)])]
}

/** The fields that hold pictures: a member's photo, a signature. */
export const pictureFieldsOf = (design: Design): string[] => [
  ...new Set(everyElement(design).flatMap((element) => (element.type === 'photo' ? [element.field] : []))),
]

/** Width by height of the place that a picture has on the card; of a field in two places, of the first. */
export function proportionOf(design: Design, field: string): number {
  const place = everyElement(design).find((element) => element.type === 'photo' && element.field === field)
  return place?.type === 'photo' ? place.box.widthUm / place.box.heightUm : 1
}

const everyElement = (design: Design): DesignElement[] =>
  sides.flatMap((side) => [...elementsWithin(design[side].elements)])

/** The texts of an element in which fields may be named. */
function textsOf(element: DesignElement): string[] {
  if (element.type === 'symbol') return [element.content]
  if (element.type === 'microtext') return [element.text]
  if (element.type !== 'text') return []
  return typeof element.text === 'string' ? [element.text] : Object.values(element.text)
}
