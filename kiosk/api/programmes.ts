import type { Static } from 'typebox'
import type * as schema from '../../server/programmes/schema.ts'
import { read, write } from './route.ts'

export type Programme = schema.Programme
export type ProgrammeDetail = schema.ProgrammeDetail
export type NewProgramme = Static<typeof schema.NewProgramme>
export type Counter = schema.Counter
export type NewCounter = Static<typeof schema.NewCounter>

export const getProgrammes = read<Static<typeof schema.Programmes>>()('/api/v1/programmes')
export const getProgramme = read<ProgrammeDetail>()('/api/v1/programmes/:id')
export const beginProgramme = write<NewProgramme, Programme>()('POST', '/api/v1/programmes')
export const getCounters = read<Static<typeof schema.Counters>>()('/api/v1/counters')
export const addCounter = write<NewCounter, Counter>()('POST', '/api/v1/counters')
