import type { Static } from 'typebox'
import type * as schema from '../../server/replay/schema.ts'
import { read, write } from './route.ts'

export type NewReplay = schema.NewReplay
export type Replay = schema.Replay
export type ReplaySummary = schema.ReplaySummary
export type ReplayResult = schema.Result
export type ReplaySide = schema.Side
export type MovedMember = schema.MovedMember
export type MovedMembers = schema.MovedMembers

export const getReplays = read<Static<typeof schema.Replays>>()('/api/v1/programmes/:id/replays')
export const beginReplay = write<NewReplay, Static<typeof schema.ReplayId>>()(
  'POST',
  '/api/v1/programmes/:id/replays',
)
export const getReplay = read<Replay>()('/api/v1/replays/:replayId')
export const cancelReplay = write<undefined, Static<typeof schema.ReplayId>>()(
  'POST',
  '/api/v1/replays/:replayId/cancel',
)
export const getMovedMembers = read<MovedMembers>()('/api/v1/replays/:replayId/members')
export const replayFile = (
  id: string,
  name: 'figures.csv' | 'members.csv' | 'trial.xlsx',
  language: string,
): string => `/api/v1/replays/${id}/${name}?language=${language === 'en' ? 'en' : 'zh-CN'}`
