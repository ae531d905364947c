import { createPrivateKey, sign } from 'node:crypto'
import { Compile } from 'typebox/compile'
import type { TSchema, Static } from 'typebox'
import type { LaptopIdentity } from '../config/config.ts'
import { requestText } from '../tablets/index.ts'
import type { Clock } from '../platform/clock.ts'
import { inTurn } from '../platform/in-turn.ts'
import type { Refusal } from '../platform/refusal.ts'
import { Forwarded, Roster, type CheckIn, type Forwarding } from './schema.ts'

/** Headquarters did not answer, or something else answered in its place. */
export class Unreached extends Error {}

export interface PassedOn {
  status: number
  type: string
  etag: string | null
  body: string
}

/** What a tablet asked, to be handed on as it was signed. */
interface Asked {
  method: string
  target: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Buffer
}

type Answer<T> = { ok: true; value: T } | Refusal

/** Headquarters as this laptop reaches it; all throw `Unreached`. */
export interface Headquarters {
  checkIn(said: CheckIn): Promise<Answer<Roster>>
  forward(forwarding: Forwarding): Promise<Answer<Forwarded>>
  passOn(asked: Asked): Promise<PassedOn>
}

/** At 64 kbit/s a full request takes half of this. */
const LONGEST_MS = 90_000
const PASS_ON_MS = 20_000
const PASSED_HEADERS = [
  'accept-language',
  'cardwright-tablet',
  'content-type',
  'idempotency-key',
  'if-none-match',
  'x-cardwright',
] as const

/** Nothing is asked any more, nor waited for, once `over` is aborted. */
export function reachHeadquarters(
  { headquarters, laptopId, privateKey }: LaptopIdentity,
  { clock, over }: { clock: Clock; over: AbortSignal },
): Headquarters {
  const ask = (url: string, withinMs: number, init: RequestInit): Promise<Response> =>
    fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.any([over, AbortSignal.timeout(withinMs)]),
    }).catch(cutOff)
  const key = createPrivateKey({
    key: Buffer.from(privateKey, 'base64url'),
    format: 'der',
    type: 'pkcs8',
  })
  const oneAfterAnother = inTurn()
  let lastMs = 0

  const send = async (target: string, body: string, after: number): Promise<Response> => {
    lastMs = Math.max(clock.now().getTime(), lastMs + 1, after + 1)
    const text = requestText({ method: 'POST', target, ms: BigInt(lastMs), body: Buffer.from(body) })
    const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
    return ask(headquarters + target, LONGEST_MS, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'cardwright-laptop': `${laptopId};${lastMs};${signature.toString('base64url')}`,
      },
      body,
    })
  }
  const post = <Shape extends TSchema>(shape: Shape) => {
    const answer = Compile(shape)
    return (path: string, content: object): Promise<Answer<Static<Shape>>> =>
      oneAfterAnother('write', async () => {
        const [target, body] = [`/api/v1/laptops/${laptopId}${path}`, JSON.stringify(content)]
        const first = await readAnswer(await send(target, body, 0))
        const highest =
          'code' in first && first.code === 'laptop-request-stale' ? first.details['highest'] : 0
        // What was sent before may have been overtaken, or this machine's clock was set back.
        const said = highest ? await readAnswer(await send(target, body, Number(highest))) : first
        if ('code' in said) return { ok: false, reason: said.code, details: said.details }
        if (!answer.Check(said.value)) throw new Unreached('something else answers there')
        return { ok: true, value: said.value }
      })
  }
  const checkIn = post(Roster)
  const forward = post(Forwarded)
  return {
    checkIn: (said) => checkIn('/check-ins', said),
    forward: (forwarding) => forward('/entries', forwarding),
    async passOn({ method, target, headers, body }) {
      const passed = PASSED_HEADERS.flatMap((name) => {
        const value = headers[name]
        return typeof value === 'string' ? [[name, value] as const] : []
      })
      const answer = await ask(headquarters + target, PASS_ON_MS, {
        method,
        headers: Object.fromEntries(passed),
        ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
      })
      const type = answer.headers.get('content-type') ?? ''
      if (answer.status !== 304 && !type.includes('json')) throw new Unreached('something else answers there')
      return {
        status: answer.status,
        type,
        etag: answer.headers.get('etag'),
        body: await answer.text().catch(cutOff),
      }
    },
  }
}

const cutOff = (cause: unknown): never => {
  throw new Unreached('cut off in the middle', { cause })
}

type Said = { value: unknown } | { code: string; details: Record<string, string | number> }

/** A refusal is headquarters' word; a fault, or a page of something in between, is none. */
async function readAnswer(response: Response): Promise<Said> {
  const said: unknown = await response.json().catch(cutOff)
  if (response.ok) return { value: said }
  const code = field(said, 'code')
  if (response.status >= 500 || response.status === 429 || typeof code !== 'string')
    throw new Unreached(`answered with ${response.status}`)
  return { code, details: (field(said, 'details') ?? {}) as Record<string, string | number> }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
