import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { faceNames } from '../fonts/faces.ts'
import { DesignError } from './design-error.ts'

/** ID-1, ISO/IEC 7810 §5: 85.60 × 53.98 mm, corner radius 3.18 mm. */
export const ID1 = { widthUm: 85_600, heightUm: 53_980, cornerUm: 3_180 } as const

export type Side = 'front' | 'back'
export const sides: readonly Side[] = ['front', 'back']

const Um = Type.Integer({ minimum: -200_000, maximum: 200_000 })
const Length = Type.Integer({ minimum: 1, maximum: 200_000 })
const Colour = Type.String({ pattern: '^#[0-9A-Fa-f]{6}$' })
const Point = Type.Tuple([Um, Um])
const Stops = Type.Array(Type.Tuple([Type.Number({ minimum: 0, maximum: 1 }), Colour]), { minItems: 2 })
const Opacity = Type.Number({ minimum: 0, maximum: 1 })
const Id = Type.String({ pattern: '^[a-z0-9-]{1,40}$' })

const PaintSchema = Type.Union([
  Colour,
  Type.Object({ kind: Type.Literal('linear'), from: Point, to: Point, stops: Stops }),
  Type.Object({ kind: Type.Literal('radial'), centre: Point, radiusUm: Length, stops: Stops }),
])
const PathData = Type.String({ pattern: '^[MLCZ0-9 .,-]+$', maxLength: 200_000 })
const BoxSchema = Type.Object({ xUm: Um, yUm: Um, widthUm: Length, heightUm: Length })
const FaceSchema = Type.Enum(faceNames)

const Fit = Type.Union([
  Type.Object({ kind: Type.Literal('fixed') }),
  Type.Object({ kind: Type.Literal('shrink'), minSizeUm: Length }),
  Type.Object({ kind: Type.Literal('ellipsis') }),
  Type.Object({ kind: Type.Literal('wrap'), maxLines: Type.Integer({ minimum: 1 }), lineHeightUm: Length }),
])

const TextElement = Type.Object({
  type: Type.Literal('text'),
  id: Id,
  text: Type.String({ minLength: 1 }),
  xUm: Um,
  baselineUm: Um,
  widthUm: Length,
  face: FaceSchema,
  sizeUm: Length,
  paint: PaintSchema,
  align: Type.Union([Type.Literal('left'), Type.Literal('centre'), Type.Literal('right')]),
  trackingUm: Type.Optional(Um),
  opacity: Type.Optional(Opacity),
  fit: Fit,
})

const ShapeElement = Type.Object({
  type: Type.Literal('shape'),
  id: Id,
  d: PathData,
  fill: Type.Optional(PaintSchema),
  stroke: Type.Optional(Type.Object({ paint: PaintSchema, widthUm: Length })),
  opacity: Type.Optional(Opacity),
  clip: Type.Optional(PathData),
})

const GuillocheSchema = Type.Union([
  Type.Object({
    kind: Type.Literal('rosette'),
    centre: Point,
    innerUm: Length,
    outerUm: Length,
    petals: Type.Integer({ minimum: 3, maximum: 120 }),
    lines: Type.Integer({ minimum: 1, maximum: 120 }),
  }),
  Type.Object({
    kind: Type.Literal('ribbon'),
    box: BoxSchema,
    waves: Type.Integer({ minimum: 1, maximum: 60 }),
    beats: Type.Integer({ minimum: 0, maximum: 30 }),
    lines: Type.Integer({ minimum: 1, maximum: 120 }),
  }),
])

const GuillocheElement = Type.Object({
  type: Type.Literal('guilloche'),
  id: Id,
  guilloche: GuillocheSchema,
  stroke: Type.Object({ paint: PaintSchema, widthUm: Length }),
  opacity: Type.Optional(Opacity),
  clip: Type.Optional(PathData),
})

const MicrotextElement = Type.Object({
  type: Type.Literal('microtext'),
  id: Id,
  /** Repeated in full as often as it fits, then spread to the width. */
  text: Type.String({ minLength: 1 }),
  xUm: Um,
  baselineUm: Um,
  widthUm: Length,
  face: FaceSchema,
  sizeUm: Length,
  paint: PaintSchema,
})

const SymbolElement = Type.Object({
  type: Type.Literal('symbol'),
  id: Id,
  symbology: Type.Union([Type.Literal('qrcode'), Type.Literal('code128')]),
  content: Type.String({ minLength: 1 }),
  /** Includes the quiet zone. */
  box: BoxSchema,
  minModuleUm: Length,
  colour: Colour,
})

const ImageElement = Type.Object({
  type: Type.Literal('image'),
  id: Id,
  asset: Type.String(),
  box: BoxSchema,
  opacity: Type.Optional(Opacity),
})

const ElementSchema = Type.Union([
  TextElement,
  ShapeElement,
  GuillocheElement,
  MicrotextElement,
  SymbolElement,
  ImageElement,
])

const AssetSchema = Type.Object({
  mime: Type.Union([Type.Literal('image/png'), Type.Literal('image/jpeg')]),
  base64: Type.String(),
})

const SideSchema = Type.Object({
  /** Areas that text and symbols (stripe) or symbols alone (chip) must leave free. */
  zones: Type.Array(
    Type.Object({ kind: Type.Union([Type.Literal('stripe'), Type.Literal('chip')]), box: BoxSchema }),
  ),
  elements: Type.Array(ElementSchema),
})

/** A card's two sides as data: ID-1, integer micrometres from the top left corner of the trimmed card. */
const DesignSchema = Type.Object({
  id: Id,
  version: Type.Integer({ minimum: 1 }),
  name: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
  bleedUm: Type.Integer({ minimum: 0, maximum: 5_000 }),
  safeUm: Type.Integer({ minimum: 0, maximum: 10_000 }),
  assets: Type.Record(Type.String(), AssetSchema),
  front: SideSchema,
  back: SideSchema,
})

export type Design = Static<typeof DesignSchema>
export type DesignElement = Static<typeof ElementSchema>
export type TextElement = Static<typeof TextElement>
export type MicrotextElement = Static<typeof MicrotextElement>
export type SymbolElement = Static<typeof SymbolElement>
export type Guilloche = Static<typeof GuillocheSchema>
export type Paint = Static<typeof PaintSchema>
export type Box = Static<typeof BoxSchema>
export type Asset = Static<typeof AssetSchema>

/** Takes a design from outside; throws `design-invalid` with the place of the first fault. */
export function parseDesign(value: unknown): Design {
  if (Value.Check(DesignSchema, value)) return value
  const [fault] = Value.Errors(DesignSchema, value)
  throw new DesignError(
    'design-invalid',
    `The design is not valid at ${fault?.instancePath || '/'}: ${fault?.message}.`,
  )
}
