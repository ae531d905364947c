import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { BatchDetails } from '../../../server/batches/schema.ts'
import type { Deliveries } from '../../../server/drives/booth-schema.ts'
import type { EnrolmentAnswer, NewEnrolment } from '../../../server/drives/enrolment-schema.ts'
import type { Gift } from '../../../server/gifts/schema.ts'
import { dayOf } from '../../../server/platform/clock.ts'
import type { Db } from '../../../server/platform/database.ts'
import type { Role } from '../../../server/platform/actor.ts'
import type { Answer } from '../../support/server.ts'
import { nextAddress, openClient, type HttpClient } from './http-client.ts'
import { approveAsAnother, done, openOffice, PASSWORD } from './office.ts'

const CONSENT = '2026-1'

/** A booth that is open today, set up through the API of a server that listens. */
export interface Booth {
  boothId: string
  driveId: string
  placeId: string
  storeRoomId: string
  gift: Gift
  /** finished cards on the booth's table */
  cardNumbers: string[]
  /** pieces of the gift on the booth's table */
  pieces: number
  administrator: HttpClient
  /** with an open shift; each is a client of its own */
  promoters: HttpClient[]
  /** closes every client */
  close(): void
}

export interface BoothSize {
  cards: number
  pieces: number
  /** further pieces in the store room */
  stored?: number
  promoters?: number
}

export async function openBooth(
  { address, db }: { address: string; db: Db },
  { cards, pieces, stored = 0, promoters: people = 1 }: BoothSize,
): Promise<Booth> {
  const { administrator, ask, programmeId } = await openOffice(address)
  await ask('/consent-texts', { version: CONSENT, textZh: '我同意。', textEn: 'I agree.' })
  const { id: storeRoomId } = await ask<{ id: string }>('/places', {
    name: 'Store room',
    kind: 'store-room',
  })
  const { id: placeId } = await ask<{ id: string }>('/places', { name: 'North gate', kind: 'booth' })
  const umbrella = { nameZh: '雨伞', nameEn: 'Umbrella', picture: 'umbrella', pricePoints: 50 }
  const gift = await ask<Gift>('/gifts', umbrella)
  await ask(`/gifts/${gift.id}/received`, {
    placeId: storeRoomId,
    quantity: pieces + stored,
    reference: 'delivery',
  })

  const team = await addPeople({ address, administrator }, { count: people, role: 'promoter' })
  const { driveId } = await ask<{ driveId: string }>('/drives', {
    name: 'Three free days',
    programmeId,
    consentVersion: CONSENT,
    target: cards,
    days: [0, 1].map((days) => ({ day: dayIn(days), opensAt: '00:00', closesAt: '23:59' })),
    sources: [{ code: 'radio', nameZh: '电台', nameEn: 'Radio' }],
    giftIds: [gift.id],
    booths: [{ name: 'A', placeId }],
    team: team.map(({ staffId }) => staffId),
  })
  const drive = done(await administrator.get<{ booths: { id: string }[] }>(`/drives/${driveId}`))
  const boothId = drive.booths[0]?.id ?? ''
  const batch = { programmeId, design: 'gold', level: 'gold', quantity: cards, blanksReceived: cards }
  const { id: batchId } = await ask<BatchDetails>('/batches', batch)
  await approveAsAnother(address, { ask }, batchId)
  const cardNumbers = await encodeUnseen(db, batchId)
  await ask(`/booths/${boothId}/allocations`, {
    cards: [{ batchId, quantity: cards }],
    gifts: pieces > 0 ? [{ giftId: gift.id, fromPlaceId: storeRoomId, quantity: pieces }] : [],
  })
  const [first] = team
  if (cards > 0 && first) await signForCards(first.client, { boothId, counted: cards })
  for (const { client } of team) done(await client.post(`/booths/${boothId}/shifts`))
  const promoters = team.map(({ client }) => client)
  return {
    boothId,
    driveId,
    placeId,
    storeRoomId,
    gift,
    cardNumbers,
    pieces,
    administrator,
    promoters,
    close: () => [administrator, ...promoters].forEach((client) => client.close()),
  }
}

async function signForCards(
  promoter: HttpClient,
  { boothId, counted }: { boothId: string; counted: number },
): Promise<void> {
  const booth = `/booths/${boothId}/deliveries`
  const { deliveries } = done(await promoter.get<Static<typeof Deliveries>>(booth))
  for (const { transferId } of deliveries)
    done(await promoter.post(`${booth}/${transferId}/confirm`, { counted }))
}

interface Team {
  address: string
  administrator: HttpClient
}

/** People of the staff who are signed in, each a client of its own. */
async function addPeople(
  { address, administrator }: Team,
  { count, role }: { count: number; role: Role },
): Promise<{ client: HttpClient; staffId: string }[]> {
  const added = []
  for (let number = 1; number <= count; number += 1) {
    const signInName = `${role}-${number}`
    const person = { signInName, displayName: signInName, password: PASSWORD, roles: [role] }
    const { id } = done(await administrator.post<{ id: string }>('/staff', person))
    // Proofs ask more in a minute than a person does: the limit of requests is not what they are about.
    const client = openClient(address, { from: nextAddress })
    done(await client.post('/staff/sign-in', { signInName, password: PASSWORD }))
    added.push({ client, staffId: id })
  }
  return added
}

/** Leaves a batch as its encoding would, without chips: for proofs about what comes after. */
async function encodeUnseen(db: Db, batchId: string): Promise<string[]> {
  await sql`
    UPDATE cards SET state = 'encoding', previous_state = 'numbered',
           nfc_uid = '04' || upper(substr(md5(card_number), 1, 12))
     WHERE batch_id = ${batchId}`.execute(db)
  await sql`
    INSERT INTO blank_movements (id, batch_id, kind, quantity, card_number, recorded_by, recorded_at)
    SELECT gen_random_uuid(), batch_id, 'issued', 1, card_number, 'proof', now()
      FROM cards WHERE batch_id = ${batchId}`.execute(db)
  const encoded = await sql<{ card_number: string }>`
    UPDATE cards SET state = 'encoded', previous_state = 'encoding', stripe_written = true, sun_counter = 1
     WHERE batch_id = ${batchId} RETURNING card_number`.execute(db)
  await sql`
    INSERT INTO card_verifications (id, batch_id, card_number, has_passed, means, verified_by, verified_at)
    SELECT gen_random_uuid(), batch_id, card_number, true, 'scan', (SELECT id FROM staff LIMIT 1), now()
      FROM cards WHERE batch_id = ${batchId} ORDER BY position LIMIT 1`.execute(db)
  return encoded.rows.map((row) => row.card_number)
}

const dayIn = (days: number): string => dayOf(new Date(Date.now() + days * 86_400_000))

/** The form of a person whom nobody else in this booth is. */
export const formFor = (
  booth: Booth,
  person: number,
  cardNumber: string,
  giftId: string | null = booth.gift.id,
): NewEnrolment => ({
  boothId: booth.boothId,
  name: '王小明',
  phone: `138${String(person).padStart(8, '0')}`,
  sourceCode: 'radio',
  consentVersion: CONSENT,
  signature: { typedName: '王小明' },
  card: { kind: 'typed', cardNumber },
  giftId,
})

export const enrol = (
  client: HttpClient,
  form: NewEnrolment,
  id: string,
): Promise<Answer<EnrolmentAnswer & { code?: string }>> => client.post('/enrolments', form, { id })
