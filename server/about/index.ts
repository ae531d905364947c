import type { Feature } from '../platform/http/feature.ts'
import type { RefusalTable } from '../platform/refusal.ts'
import { aboutRoutes, type AboutConfig, type LeaveOutSampleData } from './routes.ts'

export type { LeaveOutSampleData } from './routes.ts'
export type { SamplePerson } from './schema.ts'

const aboutRefusals = {
  'no-sample-data': {
    status: 409,
    zh: '这里没有示例数据，无需清除。',
    en: 'There is no sample data here to leave out.',
  },
} as const satisfies RefusalTable

export const aboutFeature = (config: AboutConfig, leaveOutSampleData?: LeaveOutSampleData): Feature => ({
  routes: aboutRoutes(config, leaveOutSampleData),
  refusals: aboutRefusals,
})
