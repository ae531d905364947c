import type { Static } from 'typebox'
import type * as schema from '../../server/places/schema.ts'
import { read, write } from './route.ts'

export type Place = Static<typeof schema.Place>
export type NewPlace = Static<typeof schema.NewPlace>

export const getPlaces = read<Static<typeof schema.Places>>()('/api/v1/places')
export type Position = Static<typeof schema.Position>
export const placeAt = write<Position, Place>()('POST', '/api/v1/places/:placeId/position')
export const addPlace = write<NewPlace, Place>()('POST', '/api/v1/places')
