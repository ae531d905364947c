import type { FastifyReply, FastifyRequest } from 'fastify'
import { isCursor, type EventHub, type PublishedEvent } from '../events.ts'

const HEARTBEAT_MS = 15_000
/** What may wait for a reader that is too slow; it comes back after `Last-Event-ID`. */
const MOST_WAITING_BYTES = 1_000_000

/** Streams the events of these topics until the client goes; resumes after `Last-Event-ID`, or `after` of a page that opens anew. */
export async function streamEvents(
  request: FastifyRequest<{ Querystring: { after?: string } }>,
  reply: FastifyReply,
  { events, topics }: { events: EventHub; topics: ReadonlySet<string> },
): Promise<void> {
  const resumeAfter = request.headers['last-event-id'] ?? request.query.after
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  const write = ({ cursor, topic, type, data }: PublishedEvent): void => {
    if (raw.destroyed) return
    raw.write(`id: ${cursor}\nevent: message\ndata: ${JSON.stringify({ topic, type, data })}\n\n`)
    if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy()
  }
  raw.write('retry: 1000\n\n')
  const heartbeat = setInterval(() => raw.write(': here\n\n'), HEARTBEAT_MS)
  let unsubscribe: (() => void) | undefined
  raw.on('close', () => {
    clearInterval(heartbeat)
    unsubscribe?.()
  })
  const isResumed = typeof resumeAfter === 'string' && isCursor(resumeAfter)
  try {
    const from = isResumed ? await catchUp(resumeAfter) : undefined
    if (!raw.destroyed) unsubscribe = events.subscribe(topics, write, from)
  } catch {
    raw.destroy() // the database is away: the view comes back and asks again
  }

  /** @returns the cursor behind what was missed */
  async function catchUp(after: string): Promise<string> {
    const missed = await events.since(topics, after)
    missed.events.forEach(write)
    return missed.hasMore && !raw.destroyed ? catchUp(missed.cursor) : missed.cursor
  }
}
