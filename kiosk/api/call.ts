import { v7 as uuidv7 } from 'uuid'
import { currentLanguage } from '../i18n/language.ts'
import { problemOf, unreachable } from './problem.ts'
import type { Route } from './route.ts'

type Query = Readonly<Record<string, string | number | boolean | undefined>>

/** What a call needs; `commandId` is made by the call unless the caller keeps its own over a reload. */
export type Input<Body, Params extends string> = {
  query?: Query
  commandId?: string
  signal?: AbortSignal
  headers?: Readonly<Record<string, string>>
} & ([Params] extends [never] ? unknown : { params: Readonly<Record<Params, string>> }) &
  ([Body] extends [undefined] ? unknown : { body: Body })

type Inputs<Body, Params extends string> =
  object extends Input<Body, Params> ? [Input<Body, Params>?] : [Input<Body, Params>]

/** The pauses before a write that did not reach the server is sent again with the same id. */
const pausesMs = [300, 1_000, 3_000]

/** A new id for one intent of a person: time-ordered, made before anything is sent. */
export const newCommandId = (): string => uuidv7()

/**
 * Calls the server and returns its answer; a refusal or fault is thrown as `Problem`.
 * A write that the network loses is sent again with the same `Idempotency-Key`, so that it happens once.
 */
export async function call<Body, Answer, Params extends string>(
  route: Route<Body, Answer, Params>,
  ...[input]: Inputs<Body, Params>
): Promise<Answer> {
  const given: {
    query?: Query
    commandId?: string
    signal?: AbortSignal
    headers?: Record<string, string>
    params?: Record<string, string>
    body?: unknown
  } = input ?? {}
  const request = requestFor(route.method, given)
  const response = await send(address(route.path, given.params ?? {}, given.query ?? {}), request)
  if (!response.ok) throw await problemOf(response)
  return (response.status === 204 ? undefined : await response.json()) as Answer
}

function requestFor(
  method: string,
  {
    body,
    commandId,
    signal,
    headers: more,
  }: { body?: unknown; commandId?: string; signal?: AbortSignal; headers?: Record<string, string> },
) {
  const headers = new Headers({
    ...more,
    accept: 'application/json, application/problem+json',
    'accept-language': currentLanguage(),
  })
  if (method !== 'GET') {
    headers.set('x-cardwright', '1')
    headers.set('idempotency-key', commandId ?? newCommandId())
  }
  if (body !== undefined) headers.set('content-type', 'application/json')
  return {
    method,
    headers,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  } satisfies RequestInit
}

function address(path: string, params: Record<string, string>, query: Query) {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return pairs.length > 0 ? `${filled}?${new URLSearchParams(pairs).toString()}` : filled
}

async function send(url: string, request: RequestInit): Promise<Response> {
  const pauses = request.method === 'GET' ? [] : pausesMs
  for (const pauseMs of [...pauses, undefined]) {
    const response = await fetch(url, request).catch(unlessAborted(request.signal))
    if (response && response.status !== 503) return response
    if (pauseMs === undefined) {
      if (response) return response
      break
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  throw unreachable()
}

const unlessAborted = (signal: AbortSignal | null | undefined) => (failure: unknown) => {
  if (signal?.aborted) throw failure
  return undefined // the network failed: fetch says no more than that
}
