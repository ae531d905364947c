import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EnrolmentAnswer, NewEnrolment } from '../../../server/drives/enrolment-schema.ts'
import type { Answer } from '../../support/server.ts'
import { enrol, formFor, type Booth } from './booth.ts'
import type { HttpClient } from './http-client.ts'
import { done } from './office.ts'

/** One person to be enrolled: what is sent, under one id, until it is answered. */
export interface Intent {
  id: string
  form: NewEnrolment
  /** sent at least once */
  isSent: boolean
  answer?: EnrolmentAnswer
  /** how long the attempt took that was answered */
  tookMs?: number
}

/** The people of a booth's first cards. */
export const intend = (booth: Booth, people: number): Intent[] =>
  booth.cardNumbers.slice(0, people).map((cardNumber, person) => ({
    id: randomUUID(),
    form: formFor(booth, person, cardNumber),
    isSent: false,
  }))

const RETRY_AFTER_MS = 50

export interface Enrolling {
  /** everybody has an answer */
  everybody: Promise<void>
  /** at least so many are acknowledged */
  untilAcknowledged(count: number): Promise<void>
  /** attempts without an answer, and answers that asked for another try */
  repeats(): { unanswered: number; unavailable: number }
}

export interface EnrollingOptions {
  lanes: number
  /** looks at each answer that is no acknowledgement; throws when it may not be */
  onTrouble?: (answer: Answer<{ code?: string }>) => void
}

/** Enrols in several lanes; who gets no answer, or `503`, sends the same command again. */
export function startEnrolling(
  { promoters }: Booth,
  intents: readonly Intent[],
  { lanes, onTrouble = mustBeAway }: EnrollingOptions,
): Enrolling {
  const waiting = [...intents]
  const news = new EventEmitter()
  let [acknowledged, unanswered, unavailable] = [0, 0, 0]

  const isReached = (count: number): boolean => acknowledged >= count

  async function acknowledge(client: HttpClient, intent: Intent): Promise<void> {
    for (;;) {
      const sentAt = performance.now()
      intent.isSent = true
      const answer = await enrol(client, intent.form, intent.id).catch(() => undefined)
      if (answer?.status === 200) {
        intent.answer = answer.body
        intent.tookMs = performance.now() - sentAt
        return
      }
      if (answer) onTrouble(answer)
      if (answer) unavailable += 1
      else unanswered += 1
      await sleep(RETRY_AFTER_MS)
    }
  }

  async function lane(number: number): Promise<void> {
    const client = promoters[number % promoters.length]
    assert(client, 'a booth has a promoter')
    for (let intent = waiting.shift(); intent; intent = waiting.shift()) {
      await acknowledge(client, intent)
      acknowledged += 1
      news.emit('acknowledged')
    }
  }

  return {
    everybody: Promise.all(Array.from({ length: lanes }, (_, number) => lane(number))).then(() => undefined),
    async untilAcknowledged(count) {
      while (!isReached(count)) await once(news, 'acknowledged')
    },
    repeats: () => ({ unanswered, unavailable }),
  }
}

function mustBeAway({ status, headers, body }: Answer<{ code?: string }>): void {
  assert.deepEqual([status, body.code], [503, 'unavailable'])
  assert.ok(Number(headers['retry-after']) > 0, 'it says when to try again')
}

/** Sends every command once more: each must be answered as the first time. */
export async function repeatAll({ promoters: [client] }: Booth, intents: readonly Intent[]): Promise<void> {
  assert(client, 'a booth has a promoter')
  for (const { id, form, answer } of intents) assert.deepEqual(done(await enrol(client, form, id)), answer)
}
