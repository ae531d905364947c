import { request } from 'node:http'
import type { HttpClient } from './http-client.ts'

interface Message {
  topic: string
  type: string
  data: Record<string, unknown>
}

/** What the office's page hears: the server's stream of live events, with when each came. */
export interface LiveStream {
  /** everything so far; `at` as performance.now() tells it */
  heard: readonly (Message & { at: number })[]
  /** the first message of this kind after so many were heard; fails when none comes in time */
  next(
    after: number,
    isMeant: (message: Message) => boolean,
    timeoutMs?: number,
  ): Promise<Message & { at: number }>
  close(): void
}

export async function watchLive(
  address: string,
  client: HttpClient,
  topics: readonly string[],
): Promise<LiveStream> {
  const heard: (Message & { at: number })[] = []
  const listeners = new Set<() => void>()
  const query = topics.map((topic) => `topic=${encodeURIComponent(topic)}`).join('&')
  const outgoing = request(`${address}/api/v1/events?${query}`, { headers: { cookie: client.cookie() } })
  await new Promise<void>((resolve, reject) => {
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => {
      if (incoming.statusCode !== 200) return reject(new Error(`no stream: ${incoming.statusCode}`))
      let rest = ''
      incoming.setEncoding('utf8').on('error', () => {})
      incoming.on('data', (text: string) => {
        resolve()
        const parts = (rest + text).split('\n\n')
        rest = parts.pop() ?? ''
        for (const part of parts) {
          const data = /^data: (.*)$/m.exec(part)?.[1]
          if (data) heard.push({ ...(JSON.parse(data) as Message), at: performance.now() })
        }
        for (const listener of listeners) listener()
      })
    })
    outgoing.end()
  })
  return {
    heard,
    next: (after, isMeant, timeoutMs = 20_000) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(
          () => finish(() => reject(new Error('nothing of the kind was heard'))),
          timeoutMs,
        )
        function finish(settle: () => void): void {
          clearTimeout(late)
          listeners.delete(look)
          settle()
        }
        function look(): void {
          const found = heard.slice(after).find((message) => isMeant(message))
          if (found) finish(() => resolve(found))
        }
        listeners.add(look)
        look()
      }),
    close: () => outgoing.destroy(),
  }
}
