import type { Static } from 'typebox'
import type * as schema from '../../server/levels/schema.ts'
import { read, write } from './route.ts'

export type MemberLevel = schema.MemberLevel
export type LevelChange = schema.LevelChange
export type GiveLevel = Static<typeof schema.GiveLevel>

export const getWaitingLevels = read<schema.WaitingGifts>()('/api/v1/level-gifts')
export const getLevel = read<MemberLevel>()('/api/v1/members/:memberId/level')
export const giveLevel = write<GiveLevel, schema.GivenLevel>()('POST', '/api/v1/members/:memberId/level')
export const undoLevelChange = write<{ reason: string }, schema.Changed>()(
  'POST',
  '/api/v1/members/:memberId/level-changes/:changeId/undo',
)
export const approveLevelGift = write<{ aloneReason?: string }, schema.Changed>()(
  'POST',
  '/api/v1/level-gifts/:id/approve',
)
export const refuseLevelGift = write<{ reason: string }, Static<typeof schema.RefusedGift>>()(
  'POST',
  '/api/v1/level-gifts/:id/refuse',
)
