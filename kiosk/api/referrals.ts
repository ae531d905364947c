import type * as schema from '../../server/referrals/schema.ts'
import { read } from './route.ts'

export const getIntroductions = read<schema.Introductions>()('/api/v1/members/:memberId/introductions')
