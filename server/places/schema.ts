import { Type } from 'typebox'
import { Line } from '../platform/schema.ts'

const PlaceKind = Type.Union([Type.Literal('store-room'), Type.Literal('booth'), Type.Literal('kiosk')])
export const NewPlace = Type.Object({ name: Line(60), kind: PlaceKind })
export const Place = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  kind: PlaceKind,
})
export const Places = Type.Object({ places: Type.Array(Place) })
