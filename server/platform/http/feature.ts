import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { JobKind } from '../jobs.ts'
import type { RefusalTable } from '../refusal.ts'

/** One feature as the app sees it: its routes under /api/v1, the words of its refusals, its later work. */
export interface Feature {
  routes: FastifyPluginAsyncTypebox
  refusals: RefusalTable
  jobs?: readonly JobKind<never>[]
}
