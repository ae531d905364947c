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
    raw.write(`id: ${cursor}\nevent: message\ndata: ${JSON.stringify({ topic, type, data })}\n\n`)
    if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy()
  }
  raw.write('retry: 1000\n\n')
  const unsubscribe = events.subscribe(topics, write)
  const heartbeat = setInterval(() => raw.write(': here\n\n'), HEARTBEAT_MS)
  raw.on('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
  })
  if (typeof resumeAfter !== 'string' || !isCursor(resumeAfter)) return
  const missed = await events.since(topics, resumeAfter).catch(() => undefined)
  if (missed) missed.forEach(write)
  else raw.destroy() // the database is away: the view comes back and asks again
}
