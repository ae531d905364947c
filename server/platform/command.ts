import { sql } from 'kysely'
import type { Actor } from './actor.ts'
import type { Db, Tx } from './database.ts'
import { assert } from './errors.ts'
import { accept, refuse, type Refusal, type Result } from './refusal.ts'
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

/**
 * Takes a command's id in a transaction under way, for what came by another way than its route; waits for a copy that is
 * being run. @returns how the id stood: `fresh`, or whether its first try was `carried-out` or `refused`
 */
export async function takeCommandId(tx: Tx, command: Command): Promise<'fresh' | 'carried-out' | 'refused'> {
  if (await claim(tx, command)) {
    await store(tx, command.id, accept(null))
    return 'fresh'
  }
  const { answer } = await tx
    .selectFrom('commands')
    .select('answer')
    .where('id', '=', command.id)
    .executeTakeFirstOrThrow()
  assert(isResult(answer), 'a command that was committed has its answer')
  return answer.ok ? 'carried-out' : 'refused'
}

/** Thrown by what `runTogether` performs, undoes what was begun together: each is run by itself. */
export class NotTogether extends Error {}

/** A command and what it asks for. */
export interface Asked<Ask> {
  command: Command
  ask: Ask
}

/**
 * Runs commands that came together in one transaction, as far as that is possible: `perform` gives the value of each that
 * it has carried out, undefined where it has written nothing of it. What was run before is not run again.
 * @returns for each command its value; undefined for those that `runCommand` must run by itself
 * @throws what any statement throws: nothing was written then
 */
export async function runTogether<Ask, T>(
  db: Db,
  asked: readonly Asked<Ask>[],
  perform: (works: readonly { work: Work; ask: Ask }[]) => Promise<readonly (T | undefined)[]>,
): Promise<readonly (T | undefined)[]> {
  try {
    return await db.transaction().execute(async (tx) => {
      const fresh = await notYetRun(tx, asked)
      const values = await perform(
        fresh.map(({ command: { id, actor, now }, ask }) => ({ work: { tx, now, id, actor }, ask })),
      )
      const done = new Map<Asked<Ask>, T>()
      for (const [index, one] of fresh.entries()) {
        const value = values[index]
        if (value !== undefined) done.set(one, value)
      }
      await storeAll(
        tx,
        [...done].map(([{ command }, value]) => ({ command, value })),
      )
      return asked.map((one) => done.get(one))
    })
  } catch (error) {
    if (error instanceof NotTogether) return asked.map(() => undefined)
    throw error
  }
}

/** The first of each id, without those that have their answer. */
async function notYetRun<Ask>(tx: Tx, asked: readonly Asked<Ask>[]): Promise<Asked<Ask>[]> {
  const ids = asked.map(({ command }) => command.id)
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM commands WHERE id = ANY (${ids}::uuid[])`.execute(tx)
  const known = new Set(rows.map(({ id }) => id))
  return asked.filter(({ command }, index) => !known.has(command.id) && ids.indexOf(command.id) === index)
}

/** @throws NotTogether when another transaction has just run one of them */
async function storeAll(tx: Tx, done: readonly { command: Command; value: unknown }[]): Promise<void> {
  if (done.length === 0) return
  const inOrder = done.toSorted((a, b) => (a.command.id < b.command.id ? -1 : 1)) // no two wait for each other
  const stored = await sql`
    INSERT INTO commands (id, content_hash, status, answer, created_at)
    SELECT id, content_hash, ${ACCEPTED}, answer, created_at FROM ROWS FROM (
      unnest(${inOrder.map(({ command }) => command.id)}::uuid[]),
      unnest(${inOrder.map(({ command }) => command.contentHash)}::bytea[]),
      jsonb_array_elements(${JSON.stringify(inOrder.map(({ value }) => accept(value)))}::jsonb),
      unnest(${inOrder.map(({ command }) => command.now)}::timestamptz[]))
        done (id, content_hash, answer, created_at)
        ON CONFLICT (id) DO NOTHING`.execute(tx)
  if (stored.numAffectedRows !== BigInt(done.length)) throw new NotTogether()
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

const ACCEPTED = 200

async function store(tx: Tx, id: string, result: Result<unknown>): Promise<void> {
  const answer: Result<unknown> | Refusal = result.ok ? { ok: true, value: result.value ?? null } : result
  await tx
    .updateTable('commands')
    .set({ status: result.ok ? ACCEPTED : 400, answer: JSON.stringify(answer) })
    .where('id', '=', id)
    .execute()
}
