import type { FastifyReply, FastifyRequest } from 'fastify'
import { isCursor, type EventHub, type PublishedEvent } from '../events.ts'

const HEARTBEAT_MS = 15_000

/** Streams the events of these topics until the client goes; resumes after `Last-Event-ID`. */
export async function streamEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  { events, topics }: { events: EventHub; topics: ReadonlySet<string> },
): Promise<void> {
  const resumeAfter = request.headers['last-event-id']
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  const write = ({ cursor, topic, type, data }: PublishedEvent): boolean =>
    raw.write(`id: ${cursor}\nevent: message\ndata: ${JSON.stringify({ topic, type, data })}\n\n`)
  raw.write('retry: 1000\n\n')
  const unsubscribe = events.subscribe(topics, write)
  if (typeof resumeAfter === 'string' && isCursor(resumeAfter)) {
    for (const event of await events.since(topics, resumeAfter)) write(event)
  }
  const heartbeat = setInterval(() => raw.write(': here\n\n'), HEARTBEAT_MS)
  raw.on('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
  })
}
