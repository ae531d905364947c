import type * as schema from '../../server/bench/schema.ts'
import { write } from './route.ts'

export type Examination = schema.Examination
export type ReRead = schema.ReRead
export type SwipeExamination = schema.SwipeExamination
export type MayDo = schema.MayDo

export const examineCard = write<undefined, Examination>()(
  'POST',
  '/api/v1/stations/:stationId/readers/:readerName/examine',
)
export const examineStripe = write<undefined, SwipeExamination>()(
  'POST',
  '/api/v1/stations/:stationId/writers/:writerName/swipe-examine',
)
export const reRead = write<undefined, ReRead>()('POST', '/api/v1/runs/:runId/re-read')
