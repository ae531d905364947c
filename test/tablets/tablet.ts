import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { v7 } from 'uuid'
import type { Provision, Synced } from '../../server/tablets/schema.ts'
import { CONSENT, done, DRAWN, newPhone, type Scene } from '../drives/scene.ts'
import type { Answer, TestServer } from '../support/server.ts'

/** A tablet as its page would be: a key of its own, a chain of entries, a clock that may be wrong. */
export interface Tablet {
  id: string
  boothId: string
  key: KeyObject
  server: TestServer
  /** its clock less the server's */
  offsetMs: number
  /** texts with their signatures, first to last */
  chain: { text: string; signature: string }[]
  lastMs: number
}

const signed = (key: KeyObject, text: string): string =>
  sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export async function pairTablet(scene: Scene, boothId = scene.boothId, name = 'Tablet'): Promise<Tablet> {
  const { code } = done(await scene.manager.client.post<{ code: string }>(`/booths/${boothId}/tablet-codes`))
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64url')
  const client = scene.server.client()
  const { tabletId } = done(
    await client.post<{ tabletId: string }>('/tablets', { code, name, publicKey: spki }),
  )
  const { server } = scene
  return { id: tabletId, boothId, key: privateKey, server, offsetMs: 0, chain: [], lastMs: 0 }
}

interface SignedCall {
  method?: 'GET' | 'POST'
  /** e.g. `/provision` */
  path: string
  body?: object
  ms?: number
  key?: KeyObject
  headers?: Record<string, string>
}

/** Asks as the tablet, signed. */
export async function ask<T>(
  tablet: Tablet,
  { method = 'GET', path, body, ms, key = tablet.key, headers = {} }: SignedCall,
): Promise<Answer<T>> {
  const url = `/api/v1/tablets/${tablet.id}${path}`
  const payload = body === undefined ? '' : JSON.stringify(body)
  tablet.lastMs = Math.max(tablet.server.clock.now().getTime() + tablet.offsetMs, tablet.lastMs + 1)
  const at = ms ?? tablet.lastMs
  const signature = signed(key, [method, url, at, sha256(payload)].join('\n'))
  const answer = await tablet.server.app.inject({
    method,
    url,
    headers: {
      'cardwright-tablet': `${tablet.id};${at};${signature}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload }),
  })
  const isJson = String(answer.headers['content-type'] ?? '').includes('json')
  return {
    status: answer.statusCode,
    body: (isJson ? answer.json() : answer.rawPayload) as T,
    headers: answer.headers,
  }
}

export const provisionOf = async (tablet: Tablet): Promise<Provision> =>
  done(await ask<Provision>(tablet, { path: '/provision' }))

export interface Said {
  kind?: string
  body?: object
  promoterId: string
  id?: string
  /** by the tablet's own clock; now unless it is said */
  madeAt?: Date
}

/** Puts an entry at the end of a tablet's chain. @returns its command's id */
export function write(
  tablet: Tablet,
  { kind = 'enrolment', body = {}, promoterId, id = v7(), madeAt }: Said,
): string {
  const last = tablet.chain.at(-1)
  const own = new Date(tablet.server.clock.now().getTime() + tablet.offsetMs)
  const text = JSON.stringify({
    tabletId: tablet.id,
    number: tablet.chain.length + 1,
    previous: last ? sha256(last.text) : '',
    id,
    madeAt: (madeAt ?? own).toISOString(),
    promoterId,
    kind,
    body,
  })
  tablet.chain.push({ text, signature: signed(tablet.key, text) })
  return id
}

/** Sends some of the chain; all of it unless it is said. */
export const send = (tablet: Tablet, from = 0, to = tablet.chain.length): Promise<Answer<Synced>> =>
  ask<Synced>(tablet, {
    method: 'POST',
    path: '/entries',
    body: {
      tabletNow: new Date(tablet.server.clock.now().getTime() + tablet.offsetMs).toISOString(),
      waiting: tablet.chain.length - to,
      entries: tablet.chain.slice(from, to),
    },
  })

/** A form as a tablet keeps it; the card is typed. */
export const lateForm = (scene: Scene, cardNumber: string | undefined, change: object = {}) => ({
  name: '王小明',
  phone: newPhone(),
  sourceCode: 'radio',
  consentVersion: CONSENT,
  signature: DRAWN,
  card: cardNumber === undefined ? null : { kind: 'typed', cardNumber },
  giftId: scene.umbrella.id,
  ...change,
})

export const conflictsOf = async (scene: Scene) =>
  (
    await scene.server.db
      .selectFrom('tablet_conflicts')
      .select(['kind', 'action', 'entry_number', 'todo'])
      .orderBy('noted_at')
      .orderBy('entry_number')
      .execute()
  ).map(({ kind, action, entry_number, todo }) => [entry_number, kind, action, todo])
