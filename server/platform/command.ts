import { sql } from 'kysely'
import type { Actor } from './actor.ts'
import type { Db, Tx } from './database.ts'
import { assert } from './errors.ts'
import { refuse, type Refusal, type Result } from './refusal.ts'
import { inTransaction } from './transaction.ts'
import type { Work } from './work.ts'

export interface Command {
  /** UUID made by the caller before sending */
  id: string
  actor: Actor
  now: Date
  /** keyed hash of who asks for what: a second request with the same id must carry the same content */
  contentHash: Uint8Array
}

/**
 * Runs a command once, whatever the caller repeats: the same id and content give the first answer again,
 * the same id with other content is refused with `command-id-reused`. Copies that arrive together wait
 * for the first. A refusal undoes what was written (unless it keeps its effects) and is an answer too.
 * Answers are stored, so `perform` must return no personal datum and no secret.
 */
export async function runCommand<T, Code extends string>(
  db: Db,
  command: Command,
  perform: (work: Work) => Promise<Result<T, Code>>,
): Promise<Result<T, Code | 'command-id-reused'>> {
  return inTransaction(db, async (tx) => {
    const isFirst = await claim(tx, command)
    if (!isFirst) return replay<T>(tx, command) as Promise<Result<T, Code | 'command-id-reused'>>

    await sql`SAVEPOINT perform`.execute(tx)
    const result = await perform({ tx, now: command.now, id: command.id, actor: command.actor })
    if (!result.ok && !result.keepsEffects) await sql`ROLLBACK TO SAVEPOINT perform`.execute(tx)
    await store(tx, command.id, result)
    return result
  })
}

async function claim(tx: Tx, { id, contentHash, now }: Command): Promise<boolean> {
  const claimed = await tx
    .insertInto('commands')
    .values({ id, content_hash: contentHash, status: null, answer: null, created_at: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return claimed !== undefined
}

async function replay<T>(tx: Tx, { id, contentHash }: Command): Promise<Result<T>> {
  const first = await tx
    .selectFrom('commands')
    .select(['content_hash', 'answer'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  if (!Buffer.from(first.content_hash).equals(contentHash)) return refuse('command-id-reused')
  assert(isResult<T>(first.answer), 'a command that was committed has its answer')
  return first.answer
}

const isResult = <T>(answer: unknown): answer is Result<T> =>
  typeof answer === 'object' && answer !== null && 'ok' in answer

async function store(tx: Tx, id: string, result: Result<unknown>): Promise<void> {
  const answer: Result<unknown> | Refusal = result.ok ? { ok: true, value: result.value ?? null } : result
  await tx
    .updateTable('commands')
    .set({ status: result.ok ? 200 : 400, answer: JSON.stringify(answer) })
    .where('id', '=', id)
    .execute()
}
