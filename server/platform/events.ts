import { sql } from 'kysely'
import type { Db } from './database.ts'
import { newId } from './ids.ts'
import { insertRows } from './insert-rows.ts'
import type { Work } from './work.ts'

/** Something that live views want to know. `data` goes to browsers: no personal datum, no key. */
export interface LiveEvent {
  /** e.g. `station:<id>`, `batch:<id>`, `booth:<id>`, `kiosk:<id>` */
  topic: string
  type: string
  data: Record<string, unknown>
}

/** An event with its place in the order of commits; `cursor` is what a view resumes from. */
export interface PublishedEvent extends LiveEvent {
  cursor: string
}

/** Tells live views, once and only if the command commits. */
export const publish = (
  work: Pick<Work, 'tx' | 'now'>,
  ...events: [LiveEvent, ...LiveEvent[]]
): Promise<void> => publishAll(events.map((event) => ({ work, event })))

/** As `publish`, of commands that share a transaction. */
export async function publishAll(
  told: readonly { work: Pick<Work, 'tx' | 'now'>; event: LiveEvent }[],
): Promise<void> {
  const [first] = told
  if (!first) return
  const rows = told.map(({ work, event: { topic, type, data } }) => ({
    id: newId(),
    topic,
    type,
    data: JSON.stringify(data),
    recorded_at: work.now,
  }))
  await insertRows('events', EVENT, rows).execute(first.work.tx)
}

const EVENT = { id: 'uuid', topic: 'text', type: 'text', data: 'jsonb', recorded_at: 'timestamptz' }

type Listener = (event: PublishedEvent) => void

/** Reads committed events and hands them to the live views of this process. */
export interface EventHub {
  /** @returns a function that ends the subscription */
  subscribe(topics: ReadonlySet<string>, listener: Listener): () => void
  /** Events of these topics after a cursor, for a view that was away; empty when the cursor is unknown. */
  since(topics: ReadonlySet<string>, cursor: string): Promise<PublishedEvent[]>
  /** Looks now instead of at the next interval: called after a commit of this process. */
  poke(): void
  stop(): Promise<void>
}

interface EventRow {
  cursor: string
  topic: string
  type: string
  data: Record<string, unknown>
}

const readAfter = (db: Db, cursor: string): Promise<EventRow[]> =>
  sql<EventRow>`
    SELECT xact::text || '.' || id AS cursor, topic, type, data FROM events
     WHERE (xact, id) > (split_part(${cursor}, '.', 1)::xid8, split_part(${cursor}, '.', 2)::uuid)
       AND xact < pg_snapshot_xmin(pg_current_snapshot())
     ORDER BY xact, id LIMIT 1000`
    .execute(db)
    .then((result) => result.rows)

async function currentCursor(db: Db): Promise<string> {
  const result = await sql<{ cursor: string }>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text || '.00000000-0000-0000-0000-000000000000' AS cursor`.execute(
    db,
  )
  const row = result.rows[0]
  return row ? row.cursor : '0.00000000-0000-0000-0000-000000000000'
}

export const isCursor = (text: string): boolean =>
  /^\d{1,19}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

/** Between two looks: the many commits of a busy hour share one, and no view waits visibly. */
const REST_MS = 30

/** One query for all views of this process, four times a second while somebody watches. */
export function startEventHub(db: Db, intervalMs = 250): EventHub {
  const subscriptions = new Map<symbol, { topics: ReadonlySet<string>; listener: Listener }>()
  let cursor: string | undefined
  let timer: NodeJS.Timeout | undefined
  let reading: Promise<void> | undefined
  let isPoked = false
  let lookedAt = -Infinity
  let isStopped = false

  async function readOnce(): Promise<void> {
    cursor ??= await currentCursor(db)
    const events = await readAfter(db, cursor)
    for (const event of events) {
      cursor = event.cursor
      for (const { topics, listener } of subscriptions.values()) if (topics.has(event.topic)) listener(event)
    }
  }

  function look(): void {
    clearTimeout(timer)
    if (isStopped || subscriptions.size === 0) return
    isPoked = reading !== undefined
    if (isPoked) return // what was committed since is looked for when this reading is over
    reading = readOnce()
      .catch(() => {}) // the database is away: the next look finds what was missed
      .finally(() => {
        reading = undefined
        lookedAt = performance.now()
        if (subscriptions.size === 0) cursor = undefined
        else lookIn(isPoked ? REST_MS : intervalMs)
      })
  }

  function lookIn(ms: number): void {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(look, ms)
  }

  function poke(): void {
    const rest = lookedAt + REST_MS - performance.now()
    if (rest > 0 && subscriptions.size > 0) lookIn(rest)
    else look()
  }

  return {
    subscribe(topics, listener) {
      const key = Symbol('subscription')
      subscriptions.set(key, { topics, listener })
      look()
      return () => subscriptions.delete(key)
    },
    async since(topics, after) {
      const events = await readAfter(db, after)
      return events.filter((event) => topics.has(event.topic))
    },
    poke,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await reading
    },
  }
}
