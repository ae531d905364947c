import type { Static } from 'typebox'
import type * as schema from '../../server/encoding/schema.ts'
import { read, write } from './route.ts'

export type Progress = schema.Progress
export type Run = schema.Run
export type NewRun = Static<typeof schema.NewRun>
export type StepEvent = Static<typeof schema.StepEvent>
export type RunErrorEvent = Static<typeof schema.RunErrorEvent>

export const getProgress = read<Progress>()('/api/v1/batches/:batchId/progress')
export const startRun = write<NewRun, Run>()('POST', '/api/v1/batches/:batchId/runs')
export const pauseRun = write<undefined, Run>()('POST', '/api/v1/runs/:runId/pause')
export const resumeRun = write<undefined, Run>()('POST', '/api/v1/runs/:runId/resume')
export const skipCard = write<undefined, Run>()('POST', '/api/v1/runs/:runId/skip')
export const takeOverRun = write<NewRun, Run>()('POST', '/api/v1/runs/:runId/take-over')
export const finishRun = write<undefined, Run>()('POST', '/api/v1/runs/:runId/finish')
