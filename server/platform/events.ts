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
  /** Begins after a cursor of `since`, without one now. @returns a function that ends the subscription */
  subscribe(topics: ReadonlySet<string>, listener: Listener, after?: string): () => void
  /** Events of these topics after a cursor, for a view that was away. */
  since(topics: ReadonlySet<string>, cursor: string): Promise<Missed>
  /** Looks now instead of at the next interval: called after a commit of this process. */
  poke(): void
  stop(): Promise<void>
}

/** The earliest of what was missed: all of it, up to `cursor`, unless there may be more behind it. */
interface Missed {
  events: PublishedEvent[]
  cursor: string
  hasMore: boolean
}

interface EventRow {
  cursor: string
  topic: string
  type: string
  data: Record<string, unknown>
}

const MOST_AT_ONCE = 1_000
const NO_ID = '00000000-0000-0000-0000-000000000000'

/**
 * Events of these topics after a cursor, and the cursor behind all that was looked through; without a cursor it begins now.
 * What a transaction under way will have told is behind it.
 */
async function readAfter(db: Db, topics: ReadonlySet<string>, after: string | undefined): Promise<Missed> {
  const [xact = null, id = null] = after?.split('.') ?? []
  const { rows } = await sql<{ horizon: string; found: EventRow | null }>`
    SELECT horizon::text, to_jsonb(found) AS found
      FROM pg_snapshot_xmin(pg_current_snapshot()) horizon
      LEFT JOIN LATERAL (
        SELECT xact::text || '.' || id AS cursor, topic, type, data FROM events
         WHERE (xact, id) > (${xact}::text::xid8, ${id}::uuid) AND xact < horizon AND topic = ANY (${[...topics]}::text[])
         ORDER BY xact, id LIMIT ${MOST_AT_ONCE}) found ON true`.execute(db)
  const events = rows.flatMap(({ found }) => found ?? [])
  const last = events.length === MOST_AT_ONCE ? events.at(-1)?.cursor : undefined
  return { events, cursor: last ?? `${rows[0]?.horizon ?? '0'}.${NO_ID}`, hasMore: last !== undefined }
}

function isAfter(cursor: string, other: string): boolean {
  const [xact = '', id = ''] = cursor.split('.')
  const [otherXact = '', otherId = ''] = other.split('.')
  return xact === otherXact ? id > otherId : BigInt(xact) > BigInt(otherXact)
}

export const isCursor = (text: string): boolean =>
  /^\d{1,19}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

/** Between two looks: the many commits of a busy hour share one, and no view waits visibly. */
const REST_MS = 30

const earlier = (one: string | undefined, other: string | undefined): string | undefined =>
  one !== undefined && other !== undefined && isAfter(one, other) ? other : (one ?? other)

const isNew = ({ cursor }: { cursor: string }, { cursor: had }: Subscription): boolean =>
  had === undefined || isAfter(cursor, had)

interface Subscription {
  topics: ReadonlySet<string>
  listener: Listener
  /** what it has; undefined until the first reading */
  cursor: string | undefined
}

/** One query for all views of this process, four times a second while somebody watches. */
export function startEventHub(db: Db, intervalMs = 250): EventHub {
  const subscriptions = new Set<Subscription>()
  let cursor: string | undefined
  let timer: NodeJS.Timeout | undefined
  let reading: Promise<void> | undefined
  let isPoked = false
  let lookedAt = -Infinity
  let isStopped = false

  async function readOnce(): Promise<void> {
    const asking = [...subscriptions] // who comes while this is read begins where it began
    for (const each of asking) each.cursor ??= cursor
    const topics = new Set(asking.flatMap((each) => [...each.topics]))
    const read = await readAfter(db, topics, asking.map((each) => each.cursor).reduce(earlier, undefined))
    cursor = read.cursor
    for (const each of asking) {
      for (const event of read.events)
        if (subscriptions.has(each) && each.topics.has(event.topic) && isNew(event, each))
          each.listener(event)
      // One that is ahead of a view that asks for much has what follows already.
      if (!read.hasMore || isNew(read, each)) each.cursor = read.cursor
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
    subscribe(topics, listener, after = cursor) {
      const subscription: Subscription = { topics, listener, cursor: after }
      subscriptions.add(subscription)
      look()
      return () => {
        subscriptions.delete(subscription)
        if (subscriptions.size === 0) cursor = undefined // nobody wants what happens until somebody comes
      }
    },
    since: (topics, after) => readAfter(db, topics, after),
    poke,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await reading
    },
  }
}
