import type { Static } from 'typebox'
import type * as schema from '../../server/places/schema.ts'
import { read, write } from './route.ts'

export type Place = Static<typeof schema.Place>
export type NewPlace = Static<typeof schema.NewPlace>

export const getPlaces = read<Static<typeof schema.Places>>()('/api/v1/places')
export const addPlace = write<NewPlace, Place>()('POST', '/api/v1/places')
