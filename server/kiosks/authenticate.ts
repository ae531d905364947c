import '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import type { Authenticate } from '../platform/http/access.ts'
import type { Platform } from '../platform/platform.ts'
import { together } from '../platform/together.ts'
import { tokenHash } from '../staff/index.ts'
import { findKiosksByTokens, useSessions, type PairedKiosk, type UsedSession } from './queries.ts'
import { idleSince } from './session.ts'

export const KIOSK_COOKIE = 'cw_kiosk'
const SESSION_HEADER = 'x-member-session'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Requests of one moment share a look. */
const GATHERING = { lanes: 2, most: 200 }

function kioskFinder({ db }: Platform): (request: FastifyRequest) => Promise<PairedKiosk | undefined> {
  const find = together(GATHERING, (hashes: readonly Uint8Array[]) => findKiosksByTokens(db, hashes))
  return async (request) => {
    const token = request.cookies[KIOSK_COOKIE]
    return token ? find(tokenHash(token)) : undefined
  }
}

/** Proves the cookie of a paired kiosk. */
export function authenticateKiosk(platform: Platform): Authenticate {
  const kioskOf = kioskFinder(platform)
  return async (request) => {
    const kiosk = await kioskOf(request)
    return kiosk && { kind: 'kiosk', kioskId: kiosk.id, placeId: kiosk.placeId }
  }
}

/** Proves a member who stands at a kiosk: its cookie and its open session's id, never one without the other. */
export function authenticateMember(platform: Platform): Authenticate {
  const { db, clock } = platform
  const kioskOf = kioskFinder(platform)
  const use = together(GATHERING, (asked: readonly UsedSession[]) => useSessions(db, asked))
  return async (request) => {
    const id = request.headers[SESSION_HEADER]
    if (typeof id !== 'string' || !UUID.test(id)) return undefined
    const kiosk = await kioskOf(request)
    if (!kiosk) return undefined
    const now = clock.now()
    const session = await use({ id, kioskId: kiosk.id, usedSince: idleSince(now), now })
    if (!session) return undefined
    const { id: kioskId, placeId } = kiosk
    return { kind: 'member', memberId: session.member_id, sessionId: session.id, kioskId, placeId }
  }
}
