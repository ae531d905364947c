import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { ElementsSchema, Id, type DesignElement } from './design-elements.ts'
import { DesignError } from './design-error.ts'
import { BoxSchema, Um } from './design-paint.ts'

export type {
  Condition,
  DesignElement,
  GroupElement,
  ImageElement,
  Language,
  MicrotextElement,
  PhotoElement,
  SymbolElement,
  Symbology,
  TextElement,
} from './design-elements.ts'
export type { Box, Gradient, Paint, Solid, Spot, Stroke } from './design-paint.ts'

/** ID-1, ISO/IEC 7810 §5: 85.60 × 53.98 mm, corner radius 3.18 mm. */
export const ID1 = { widthUm: 85_600, heightUm: 53_980, cornerUm: 3_180 } as const

export type Side = 'front' | 'back'
export const sides: readonly Side[] = ['front', 'back']

const AssetSchema = Type.Object({
  mime: Type.Union([Type.Literal('image/png'), Type.Literal('image/jpeg')]),
  base64: Type.String({ maxLength: 16_000_000 }),
})

/** Areas that text and symbols (stripe, signature panel, hole) or symbols alone (chip) must leave free. */
const ZoneSchema = Type.Object({
  kind: Type.Enum(['stripe', 'chip', 'signature', 'hole']),
  box: BoxSchema,
})

const SideSchema = Type.Object({
  zones: Type.Array(ZoneSchema, { maxItems: 20 }),
  elements: ElementsSchema,
  /** Lines that the editor snaps to; never printed. */
  guides: Type.Optional(Type.Array(Type.Object({ axis: Type.Enum(['x', 'y']), atUm: Um }), { maxItems: 50 })),
})

/** A card's two sides as data: ID-1, integer micrometres from the top left corner of the trimmed card. */
const DesignSchema = Type.Object({
  id: Id,
  version: Type.Integer({ minimum: 1 }),
  name: Type.Object({ 'zh-CN': Type.String({ maxLength: 80 }), en: Type.String({ maxLength: 80 }) }),
  bleedUm: Type.Integer({ minimum: 0, maximum: 5_000 }),
  safeUm: Type.Integer({ minimum: 0, maximum: 10_000 }),
  assets: Type.Record(Type.String({ pattern: '^[a-z0-9-]{1,40}$' }), AssetSchema),
  front: SideSchema,
  back: SideSchema,
})

export type Design = Static<typeof DesignSchema>
export type Asset = Static<typeof AssetSchema>
export type Zone = Static<typeof ZoneSchema>

/** Takes a design from outside; throws `design-invalid` with the place of the first fault. */
export function parseDesign(value: unknown): Design {
  if (!Value.Check(DesignSchema, value)) {
    const [fault] = Value.Errors(DesignSchema, value)
    throw new DesignError(
      'design-invalid',
      `The design is not valid at ${fault?.instancePath || '/'}: ${fault?.message}.`,
    )
  }
  for (const side of sides) refuseTwins(side, value[side].elements)
  return value
}

function refuseTwins(side: Side, elements: readonly DesignElement[]): void {
  const seen = new Set<string>()
  for (const { id } of elementsWithin(elements)) {
    if (seen.has(id)) throw new DesignError('design-invalid', `Two elements of the ${side} have one id.`, id)
    seen.add(id)
  }
}

/** Every element, groups before what they hold. */
export function* elementsWithin(elements: readonly DesignElement[]): Generator<DesignElement> {
  for (const element of elements) {
    yield element
    if (element.type === 'group') yield* elementsWithin(element.elements)
  }
}
