import { currentLanguage } from '../../i18n/language.ts'
import { newCommandId } from '../../api/call.ts'
import { problemOf, unreachable } from '../../api/problem.ts'
import { now } from '../../ui/now.ts'
import { sha256Hex } from './bytes.ts'
import type { Vault } from './vault.ts'

interface Request {
  method: 'GET' | 'POST'
  path: string
  body?: unknown
  headers?: Readonly<Record<string, string>>
  /** an answer that takes longer counts as none */
  withinMs?: number
}

/** At 64 kbit/s a full request takes a quarter of this. */
const longestMs = 90_000
const stampPlace = 'cardwright.tablet-stamp'

/** Never the same or an earlier moment twice, wherever the clock was set: the server refuses what it may have seen. */
const nextStamp = (after: number): Promise<number> =>
  navigator.locks.request('cardwright-stamp', () => {
    const last = Math.max(after, Number(localStorage.getItem(stampPlace) ?? 0))
    const stamp = Math.max(now().getTime(), last + 1)
    localStorage.setItem(stampPlace, String(stamp))
    return stamp
  })

/** Asks in the tablet's own name. Throws a `Problem`, also for 304. */
export async function signedRequest(vault: Vault, request: Request): Promise<Response> {
  const response = await send(vault, request, 0)
  if (response.ok) return response
  const problem = await problemOf(response)
  const highest = Number(problem.details['highest'])
  // Two requests overtook each other, or this browser's mark was lost: the server says where it stands.
  if (problem.code !== 'tablet-request-stale' || !(highest > 0)) throw problem
  const again = await send(vault, request, highest)
  if (!again.ok) throw await problemOf(again)
  return again
}

async function send(vault: Vault, request: Request, after: number): Promise<Response> {
  const body = request.body === undefined ? '' : JSON.stringify(request.body)
  const stamp = await nextStamp(after)
  const signature = await vault.sign(`${request.method}\n${request.path}\n${stamp}\n${await sha256Hex(body)}`)
  return fetch(request.path, {
    method: request.method,
    headers: {
      accept: 'application/json, application/problem+json',
      'accept-language': currentLanguage(),
      'cardwright-tablet': `${vault.tabletId};${stamp};${signature}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(request.method === 'POST' ? { 'x-cardwright': '1', 'idempotency-key': newCommandId() } : {}),
      ...request.headers,
    },
    credentials: 'omit',
    cache: 'no-store',
    signal: AbortSignal.timeout(request.withinMs ?? longestMs),
    ...(body ? { body } : {}),
  }).catch(() => {
    throw unreachable()
  })
}

export const signedCall = async <Answer>(vault: Vault, request: Request): Promise<Answer> => {
  const response = await signedRequest(vault, request)
  return response.json().catch(() => {
    throw unreachable() // cut in the middle
  }) as Promise<Answer>
}
