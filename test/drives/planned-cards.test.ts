import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DrivePlan, PlannedCards, PlanNow } from '../../server/drives/plan-schema.ts'
import { addProgramme, signIn } from '../support/cards.ts'
import { done, refusal, setScene, type Scene } from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene({ cards: 2 })
})
afterAll(() => scene[Symbol.asyncDispose]())

async function change(part: Partial<DrivePlan>) {
  const path = `/drives/${scene.driveId}/plan`
  const { plan, version } = done(await scene.manager.client.get<PlanNow>(path))
  const body = { seenVersion: version, reason: 'other cards', plan: { ...plan, ...part } }
  done(await scene.manager.client.post(path, body))
}

/** Both ways by which loose cards go to a booth's place; every card lies at the first booth already. */
async function ways() {
  const { manager, otherBoothId, batch, server } = scene
  const { place_id: placeId } = await server.db
    .selectFrom('booths')
    .select('place_id')
    .where('id', '=', otherBoothId)
    .executeTakeFirstOrThrow()
  const cards = [{ batchId: batch.id, quantity: 1 }]
  const answers = [
    await manager.client.post(`/booths/${otherBoothId}/allocations`, { cards, gifts: [] }),
    await manager.client.post(`/batches/${batch.id}/allocate`, { placeId, quantity: 1 }),
  ]
  return answers.map((answer) => refusal(answer))
}

test('cards of another design or programme than the plan names do not go to its booths, until the drive is over', async () => {
  const { batch, server, driveId, programmeId } = scene
  const tooFew = [409, 'too-few-cards']
  const notPlanned = [409, 'cards-not-planned']
  expect(await ways()).toEqual([tooFew, tooFew])
  await change({ cardDesign: 'first-card' })
  expect(await ways()).toEqual([notPlanned, notPlanned])
  await change({ cardDesign: batch.design })
  expect(await ways()).toEqual([tooFew, tooFew])

  const other = await addProgramme(scene.manager, 8)
  const belongTo = (id: string) =>
    server.db.updateTable('drives').set({ programme_id: id }).where('id', '=', driveId).execute()
  await belongTo(other)
  expect(await ways()).toEqual([notPlanned, notPlanned])
  await belongTo(programmeId)

  await change({ cardDesign: 'first-card' })
  server.clock.pass({ minutes: 2 * 24 * 60 })
  scene.manager = await signIn(server, ['administrator', 'programme-manager'])
  expect(await ways()).toEqual([tooFew, tooFew])
})

test('whoever orders cards reads what the drives that are not over are planned with', async () => {
  const fresh = await setScene({ cards: 1 })
  const operator = await signIn(fresh.server, ['card-operator'])
  const read = async (by = operator) => done(await by.client.get<PlannedCards>('/planned-cards')).drives
  expect(await read()).toEqual([
    {
      driveId: fresh.driveId,
      name: 'Three free days',
      programmeId: fresh.programmeId,
      cardDesign: null,
      target: 300,
      firstDay: '2026-11-20',
    },
  ])
  expect(refusal(await fresh.promoter.client.get('/planned-cards'))).toEqual([403, 'not-allowed'])
  fresh.server.clock.pass({ minutes: 2 * 24 * 60 })
  expect(await read(await signIn(fresh.server, ['card-operator']))).toEqual([])
  await fresh[Symbol.asyncDispose]()
})
