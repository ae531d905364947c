import type * as schema from '../../server/sharing/schema.ts'
import { write } from './route.ts'

export type Invitation = schema.Invitation

export const openShare = write<schema.OpenShare, schema.OpenedShare>()('POST', '/api/v1/shares/opened')
