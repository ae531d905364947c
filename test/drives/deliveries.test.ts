import type { Static } from 'typebox'
import { expect, test } from 'vitest'
import type { BatchesHere } from '../../server/drives/booth-schema.ts'
import { signIn } from '../support/cards.ts'
import { done, refusal, setScene, type Scene } from './scene.ts'

type Deliveries = { deliveries: { transferId: string; direction: string }[] }

async function secondPromoter({ server, driveId }: Scene) {
  const person = await signIn(server, ['promoter'])
  await server.db.insertInto('drive_team').values({ drive_id: driveId, staff_id: person.staffId }).execute()
  return person
}

test('cards that a booth sends back are counted by the office, and not by another person at the booth', async () => {
  await using scene = await setScene({ cards: 2 })
  const { server, manager, promoter, boothId, batch } = scene
  const other = await secondPromoter(scene)
  const here = async () =>
    done(await promoter.client.get<Static<typeof BatchesHere>>(`/booths/${boothId}/batches`)).batches
  expect(await here()).toMatchObject([{ batchId: batch.id, batchCode: batch.code }])
  done(await promoter.client.post(`/booths/${boothId}/give-back`, { batchId: batch.id, quantity: 2 }))
  expect(await here()).toEqual([])
  const seen = done(await other.client.get<Deliveries>(`/booths/${boothId}/deliveries`))
  expect(seen.deliveries).toEqual([])

  const { id } = await server.db
    .selectFrom('card_transfers')
    .select('id')
    .where('moved_by', '=', promoter.staffId)
    .executeTakeFirstOrThrow()
  const signing = `/booths/${boothId}/deliveries/${id}/confirm`
  expect(refusal(await other.client.post(signing, { counted: 2 }))).toEqual([404, 'transfer-unknown'])
  done(await manager.client.post(`/card-transfers/${id}/confirm`, { counted: 2 }))
})

test('cards that the office asks back are signed for at the booth', async () => {
  await using scene = await setScene({ cards: 2 })
  const { manager, promoter, boothId, batch, server } = scene
  const { place_id: placeId } = await server.db
    .selectFrom('booths')
    .select('place_id')
    .where('id', '=', boothId)
    .executeTakeFirstOrThrow()
  done(await manager.client.post(`/batches/${batch.id}/take-back`, { placeId, quantity: 1 }))
  const { deliveries } = done(await promoter.client.get<Deliveries>(`/booths/${boothId}/deliveries`))
  expect(deliveries).toMatchObject([{ direction: 'back' }])
  const signing = `/booths/${boothId}/deliveries/${deliveries[0]?.transferId}/confirm`
  done(await promoter.client.post(signing, { counted: 1 }))
})

test('nobody who watches a place learns how many cards are on their way there', async () => {
  await using scene = await setScene({ cards: 2 })
  const told = await scene.server.db
    .selectFrom('events')
    .select('data')
    .where('type', '=', 'cards.sent')
    .where('topic', 'like', 'place:%')
    .execute()
  expect(told).toEqual([{ data: {} }])
})
