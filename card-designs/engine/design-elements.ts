import { Type, type Static, type TSchema } from 'typebox'
import { faceNames } from '../fonts/faces.ts'
import {
  BoxSchema,
  Length,
  PaintSchema,
  PathData,
  Point,
  SolidSchema,
  StrokeSchema,
  Um,
} from './design-paint.ts'

export const Id = Type.String({ pattern: '^[a-z0-9-]{1,40}$' })
export const languages = ['zh-CN', 'en'] as const
const Language = Type.Enum(languages)
const Field = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]{0,39}$' })
const FaceSchema = Type.Enum(faceNames)
const Text = Type.String({ minLength: 1, maxLength: 2_000 })
const Opacity = Type.Number({ minimum: 0, maximum: 1 })

const ConditionSchema = Type.Union([
  Type.Object({ field: Field, is: Type.Union([Type.Literal('present'), Type.Literal('absent')]) }),
  Type.Object({
    field: Field,
    is: Type.Union([Type.Literal('one-of'), Type.Literal('none-of')]),
    values: Type.Array(Type.String({ maxLength: 200 }), { minItems: 1, maxItems: 50 }),
  }),
])

/** What every element may say. */
const common = {
  id: Id,
  /** What the editor calls the layer. */
  name: Type.Optional(Type.String({ maxLength: 80 })),
  /** The editor lets nobody move or change it. */
  locked: Type.Optional(Type.Boolean()),
  /** Drawn only where every one of these holds for the card's data. */
  when: Type.Optional(Type.Array(ConditionSchema, { minItems: 1, maxItems: 10 })),
  /** Drawn only on cards in this language. */
  language: Type.Optional(Language),
}

const Fit = Type.Union([
  Type.Object({ kind: Type.Literal('fixed') }),
  Type.Object({ kind: Type.Literal('shrink'), minSizeUm: Length }),
  Type.Object({ kind: Type.Literal('ellipsis') }),
  Type.Object({
    kind: Type.Literal('wrap'),
    maxLines: Type.Integer({ minimum: 1, maximum: 60 }),
    lineHeightUm: Length,
  }),
])

const TextSchema = Type.Object({
  type: Type.Literal('text'),
  ...common,
  /** `{{field}}` and `{{field:format}}` are filled from the card's data; a text may have a form for each language. */
  text: Type.Union([Text, Type.Object({ 'zh-CN': Text, en: Text })]),
  /** The left end; of vertical text the middle of the first column. */
  xUm: Um,
  /** The first line's baseline; of vertical text the top of its columns. */
  baselineUm: Um,
  /** The room along the line; of vertical text the height of a column. */
  widthUm: Length,
  face: FaceSchema,
  sizeUm: Length,
  paint: PaintSchema,
  /** Along the line: of vertical text `left` is the top. */
  align: Type.Union([Type.Literal('left'), Type.Literal('centre'), Type.Literal('right')]),
  trackingUm: Type.Optional(Um),
  /** Pairs of letters are set closer where the typeface asks for it; default true. */
  kerning: Type.Optional(Type.Boolean()),
  /** `vertical`: columns from right to left, Chinese upright, Latin turned (tategaki); `wrap` needs it for a second column. */
  writing: Type.Optional(Type.Union([Type.Literal('horizontal'), Type.Literal('vertical')])),
  opacity: Type.Optional(Opacity),
  fit: Fit,
})

const look = {
  fill: Type.Optional(PaintSchema),
  stroke: Type.Optional(StrokeSchema),
  opacity: Type.Optional(Opacity),
}

const ShapeSchema = Type.Object({
  type: Type.Literal('shape'),
  ...common,
  d: PathData,
  ...look,
  /** Where parts overlap, what is inside: by winding (default) or in turn. */
  evenOdd: Type.Optional(Type.Boolean()),
  clip: Type.Optional(PathData),
})
const RectSchema = Type.Object({
  type: Type.Literal('rect'),
  ...common,
  box: BoxSchema,
  cornerUm: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  ...look,
})
const EllipseSchema = Type.Object({ type: Type.Literal('ellipse'), ...common, box: BoxSchema, ...look })
const LineSchema = Type.Object({
  type: Type.Literal('line'),
  ...common,
  from: Point,
  to: Point,
  stroke: StrokeSchema,
  opacity: Type.Optional(Opacity),
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

const GuillocheElementSchema = Type.Object({
  type: Type.Literal('guilloche'),
  ...common,
  guilloche: GuillocheSchema,
  stroke: StrokeSchema,
  opacity: Type.Optional(Opacity),
  clip: Type.Optional(PathData),
})

const MicrotextSchema = Type.Object({
  type: Type.Literal('microtext'),
  ...common,
  /** Repeated in full as often as it fits, then spread to the width. */
  text: Text,
  xUm: Um,
  baselineUm: Um,
  widthUm: Length,
  face: FaceSchema,
  sizeUm: Length,
  paint: PaintSchema,
})

/** Fine waves whose colour runs from one hue into the next (iris printing), which a copier breaks into dots. */
const RainbowSchema = Type.Object({
  type: Type.Literal('rainbow'),
  ...common,
  box: BoxSchema,
  lines: Type.Integer({ minimum: 1, maximum: 60 }),
  waves: Type.Integer({ minimum: 0, maximum: 60 }),
  widthUm: Length,
  colours: Type.Array(SolidSchema, { minItems: 2, maxItems: 12 }),
  opacity: Type.Optional(Opacity),
  clip: Type.Optional(PathData),
})

/** Named as bwip-js names them. */
export const symbologies = [
  'qrcode',
  'microqrcode',
  'datamatrix',
  'pdf417',
  'azteccode',
  'code128',
  'ean13',
  'ean8',
  'interleaved2of5',
  'gs1-128',
  'gs1datamatrix',
  'gs1qrcode',
] as const

const SymbolSchema = Type.Object({
  type: Type.Literal('symbol'),
  ...common,
  symbology: Type.Enum(symbologies),
  content: Text,
  /** Includes the quiet zone. */
  box: BoxSchema,
  minModuleUm: Length,
  /** How much of a QR symbol may be lost: 7, 15 (default), 25 or 30 %. */
  errorLevel: Type.Optional(Type.Enum(['L', 'M', 'Q', 'H'])),
  colour: SolidSchema,
})

const framing = {
  box: BoxSchema,
  /** How the picture meets its box; default `stretch`, of photos `cover`. */
  framing: Type.Optional(Type.Enum(['stretch', 'cover', 'contain'])),
  cornerUm: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  opacity: Type.Optional(Opacity),
}

const ImageSchema = Type.Object({ type: Type.Literal('image'), ...common, asset: Type.String(), ...framing })
/** A picture from the card's data: a `data:` address of a PNG or JPEG. */
const PhotoSchema = Type.Object({ type: Type.Literal('photo'), ...common, field: Field, ...framing })

const leaves = [
  TextSchema,
  ShapeSchema,
  RectSchema,
  EllipseSchema,
  LineSchema,
  GuillocheElementSchema,
  MicrotextSchema,
  RainbowSchema,
  SymbolSchema,
  ImageSchema,
  PhotoSchema,
] as const

const groupProperties = {
  type: Type.Literal('group'),
  ...common,
  /** Applied to the elements' own coordinates: scaled, turned clockwise about their origin, then moved. */
  transform: Type.Optional(
    Type.Object({
      xUm: Um,
      yUm: Um,
      rotationDeg: Type.Number({ minimum: -360, maximum: 360 }),
      scale: Type.Number({ minimum: 0.05, maximum: 20 }),
    }),
  ),
}
const GroupBase = Type.Object(groupProperties)

const MOST_ELEMENTS = 500
const GROUP_DEPTH = 4

/** Groups hold groups, a few levels deep: enough for artists, and no data can make a page or a painter recurse for ever. */
const nested = (depth: number): TSchema =>
  depth === 0
    ? Type.Union([...leaves])
    : Type.Union([
        ...leaves,
        Type.Object({
          ...groupProperties,
          elements: Type.Array(nested(depth - 1), { maxItems: MOST_ELEMENTS }),
        }),
      ])

type Leaf = Static<(typeof leaves)[number]>
export interface GroupElement extends Static<typeof GroupBase> {
  elements: DesignElement[]
}
export type DesignElement = Leaf | GroupElement
export const ElementsSchema = Type.Unsafe<DesignElement[]>(
  Type.Array(nested(GROUP_DEPTH), { maxItems: MOST_ELEMENTS }),
)

export type Language = (typeof languages)[number]
export type Condition = Static<typeof ConditionSchema>
export type TextElement = Static<typeof TextSchema>
export type MicrotextElement = Static<typeof MicrotextSchema>
export type SymbolElement = Static<typeof SymbolSchema>
export type Symbology = (typeof symbologies)[number]
export type ImageElement = Static<typeof ImageSchema>
export type PhotoElement = Static<typeof PhotoSchema>
export type RainbowElement = Static<typeof RainbowSchema>
export type Guilloche = Static<typeof GuillocheSchema>
