import type { Static } from 'typebox'
import type * as schema from '../../server/messages/schema.ts'
import { read } from './route.ts'

export const getMessages = read<Static<typeof schema.Messages>>()('/api/v1/messages')
