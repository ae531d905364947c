import type { Static } from 'typebox'
import type * as ofPoints from '../../server/programmes/points-rules-schema.ts'
import type * as parts from '../../server/programmes/rules-schema.ts'
import type * as schema from '../../server/programmes/schema.ts'
import { read, write } from './route.ts'

export type Programme = schema.Programme
export type ProgrammeDetail = schema.ProgrammeDetail
export type Rules = schema.Rules
export type Level = schema.Level
export type LevelWay = parts.LevelWay
export type Standing = parts.Standing
export type Promotion = parts.Promotion
export type Coupon = parts.Coupon
export type DayRule = ofPoints.DayRule
export type RuleChange = schema.RuleChange
export type VersionSummary = schema.VersionSummary
export type Draft = schema.Draft
export type DraftAnswer = schema.DraftAnswer
export type SaveDraft = schema.SaveDraft
export type SubmitDraft = Static<typeof schema.SubmitDraft>
export type ApproveDraft = Static<typeof schema.ApproveDraft>
export type NewAgreement = schema.NewAgreement
export type NewProgramme = Static<typeof schema.NewProgramme>
export type Counter = schema.Counter
export type NewCounter = Static<typeof schema.NewCounter>

export const getProgrammes = read<Static<typeof schema.Programmes>>()('/api/v1/programmes')
export const getPresets = read<Static<typeof schema.Presets>>()('/api/v1/programme-presets')
export const getProgramme = read<ProgrammeDetail>()('/api/v1/programmes/:id')
export const beginProgramme = write<NewProgramme, Programme>()('POST', '/api/v1/programmes')
export const getCounters = read<Static<typeof schema.Counters>>()('/api/v1/counters')
export const addCounter = write<NewCounter, Counter>()('POST', '/api/v1/counters')
export const getVersions = read<Static<typeof schema.Versions>>()('/api/v1/programmes/:id/versions')
export const getVersion = read<schema.Version>()('/api/v1/programmes/:id/versions/:version')
export const getDraft = read<DraftAnswer>()('/api/v1/programmes/:id/draft')
export const saveDraft = write<SaveDraft, schema.Saved>()('POST', '/api/v1/programmes/:id/draft')
export const submitDraft = write<SubmitDraft, schema.Saved>()('POST', '/api/v1/programmes/:id/draft/submit')
export const takeDraftBack = write<undefined, schema.Saved>()(
  'POST',
  '/api/v1/programmes/:id/draft/take-back',
)
export const dropDraft = write<undefined, schema.Saved>()('POST', '/api/v1/programmes/:id/draft/drop')
export const approveDraft = write<ApproveDraft, schema.Approved>()(
  'POST',
  '/api/v1/programmes/:id/draft/approve',
)
export const refuseDraft = write<{ reason: string }, schema.Saved>()(
  'POST',
  '/api/v1/programmes/:id/draft/refuse',
)
export const agree = write<NewAgreement, Counter>()('POST', '/api/v1/counters/:id/agreements')
export const getAgreements = read<Static<typeof schema.Agreements>>()('/api/v1/counters/:id/agreements')
