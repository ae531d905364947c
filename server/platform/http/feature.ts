import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { JobKind } from '../jobs.ts'
import { assert } from '../errors.ts'
import type { RefusalTable } from '../refusal.ts'

/** One feature as the app sees it: its routes under /api/v1, the words of its refusals, its later work. */
export interface Feature {
  routes: FastifyPluginAsyncTypebox
  refusals: RefusalTable
  jobs?: readonly JobKind<never>[]
}

/** The words of all refusals. A code is one feature's: another's words would tell people to do what does not help them. */
export function refusalsOf(tables: readonly RefusalTable[]): RefusalTable {
  const codes = tables.flatMap((table) => Object.keys(table))
  const twice = codes.find((code, index) => codes.indexOf(code) !== index)
  assert(twice === undefined, `${twice} has the words of one feature`)
  return Object.assign({}, ...tables) as RefusalTable
}
