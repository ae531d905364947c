import { Type, type Static } from 'typebox'

export const Um = Type.Integer({ minimum: -200_000, maximum: 200_000 })
export const Length = Type.Integer({ minimum: 1, maximum: 200_000 })
export const Point = Type.Tuple([Um, Um])
export const BoxSchema = Type.Object({ xUm: Um, yUm: Um, widthUm: Length, heightUm: Length })
/** Absolute M, L, C and Z commands; `importPath` turns any other SVG path data into these. */
export const PathData = Type.String({ pattern: '^[MLCZ0-9 .,-]+$', maxLength: 200_000 })

const Percent = Type.Integer({ minimum: 0, maximum: 100 })
const Rgb = Type.String({ pattern: '^#[0-9A-Fa-f]{6}$' })

/** sRGB as `#RRGGBB`, or the inks of a printing press in percent. */
export const SolidSchema = Type.Union([
  Rgb,
  Type.Object({ kind: Type.Literal('cmyk'), c: Percent, m: Percent, y: Percent, k: Percent }),
])

/** What a press or a finishing machine lays over the colours: hot foil, UV light's ink, white under them, varnish. */
const inks = ['foil', 'uv', 'white', 'varnish'] as const
const SpotSchema = Type.Object({ kind: Type.Literal('spot'), ink: Type.Enum(inks), tint: Percent })

const Stops = Type.Array(Type.Tuple([Type.Number({ minimum: 0, maximum: 1 }), SolidSchema]), {
  minItems: 2,
  maxItems: 32,
})

const GradientSchema = Type.Union([
  Type.Object({ kind: Type.Literal('linear'), from: Point, to: Point, stops: Stops }),
  Type.Object({ kind: Type.Literal('radial'), centre: Point, radiusUm: Length, stops: Stops }),
])

export const PaintSchema = Type.Union([SolidSchema, SpotSchema, GradientSchema])

export const StrokeSchema = Type.Object({
  paint: PaintSchema,
  widthUm: Length,
  /** Lengths drawn and left out in turn. */
  dashUm: Type.Optional(Type.Array(Length, { minItems: 1, maxItems: 8 })),
  cap: Type.Optional(Type.Union([Type.Literal('butt'), Type.Literal('round')])),
})

export type Box = Static<typeof BoxSchema>
export type Solid = Static<typeof SolidSchema>
export type Spot = Static<typeof SpotSchema>
export type Gradient = Static<typeof GradientSchema>
export type Paint = Static<typeof PaintSchema>
export type Stroke = Static<typeof StrokeSchema>
