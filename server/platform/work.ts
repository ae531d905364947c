import type { Actor } from './actor.ts'
import type { Tx } from './database.ts'

/** One command under way: its transaction, its moment, its id and who asked. Rules that write take it first. */
export interface Work {
  tx: Tx
  now: Date
  /** made by the caller before sending (UUIDv7); `derivedId(work.id, …)` makes the ids of further rows */
  id: string
  actor: Actor
}
