import { Type, type Static } from 'typebox'
import { Line } from '../platform/schema.ts'

const PlaceKind = Type.Union([Type.Literal('store-room'), Type.Literal('booth'), Type.Literal('kiosk')])
export const NewPlace = Type.Object({ name: Line(60), kind: PlaceKind })

export const PlaceParams = Type.Object({ placeId: Type.String({ format: 'uuid' }) })
/** Degrees × 10⁶, north and east positive (WGS 84). Only with it can impossible travel between places be seen. */
export const Position = Type.Object(
  {
    latitudeE6: Type.Integer({ minimum: -90_000_000, maximum: 90_000_000 }),
    longitudeE6: Type.Integer({ minimum: -180_000_000, maximum: 180_000_000 }),
  },
  { additionalProperties: false },
)
export type Position = Static<typeof Position>

export const Place = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  kind: PlaceKind,
  position: Type.Union([Position, Type.Null()]),
})
export type Place = Static<typeof Place>
export const Places = Type.Object({ places: Type.Array(Place) })
