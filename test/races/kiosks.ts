import { randomUUID } from 'node:crypto'
import type { Db } from '../../server/platform/database.ts'
import { done } from '../faults/ground/office.ts'
import { openClient, type HttpClient } from '../faults/ground/http-client.ts'

/** A browser that is a paired kiosk, and whoever stands there. */
export interface Kiosk {
  id: string
  client: HttpClient
  /** of the member who stands there */
  sessionId: string
}

interface Office {
  address: string
  administrator: HttpClient
}

/** Kiosks at one place, each a client of its own, paired by one-time codes. */
export async function openKiosks(
  { address, administrator }: Office,
  many: number,
): Promise<{ all: Kiosk[]; placeId: string }> {
  const ask = async <T>(path: string, body: object = {}) => done(await administrator.post<T>(path, body))
  const { id: placeId } = await ask<{ id: string }>('/places', { name: 'Lobby', kind: 'kiosk' })
  const all: Kiosk[] = []
  for (let number = 1; number <= many; number += 1) {
    const { id } = await ask<{ id: string }>('/kiosks', { name: `Kiosk ${number}`, placeId })
    const { code } = await ask<{ code: string }>(`/kiosks/${id}/pairing-codes`)
    const client = openClient(address)
    done(await client.post('/kiosks/pair', { code }))
    all.push({ id, client, sessionId: '' })
  }
  return { all, placeId }
}

/** Opens sessions as a tap and the PIN would: what is raced for comes after them. */
export async function standAt(
  db: Db,
  kiosks: readonly Kiosk[],
  memberAt: (lane: number) => string,
): Promise<void> {
  const now = new Date()
  await db.updateTable('member_sessions').set({ ended_at: now }).where('ended_at', 'is', null).execute()
  for (const [lane, kiosk] of kiosks.entries()) {
    const memberId = memberAt(lane)
    const { card_number: cardNumber } = await db
      .selectFrom('cards')
      .select('card_number')
      .where('member_id', '=', memberId)
      .executeTakeFirstOrThrow()
    kiosk.sessionId = randomUUID()
    await db
      .insertInto('member_sessions')
      .values({
        id: kiosk.sessionId,
        kiosk_id: kiosk.id,
        member_id: memberId,
        card_number: cardNumber,
        means: 'tap',
        proven_at: now,
        started_at: now,
        seen_at: now,
        ended_at: null,
      })
      .execute()
  }
}
