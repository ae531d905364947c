import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Drive } from '../../server/drives/schema.ts'
import type { DrivePlan, PlanHistory, PlanNow } from '../../server/drives/plan-schema.ts'
import { DAY, done, enrol, form, refusal, setScene, type Scene } from './scene.ts'

let scene: Scene
let start: DrivePlan
beforeAll(async () => {
  scene = await setScene({ cards: 4, umbrellas: 1, mugs: 2 })
  start = (await planNow()).plan
})
afterAll(() => scene[Symbol.asyncDispose]())

const planNow = async (driveId = scene.driveId) =>
  done(await scene.manager.client.get<PlanNow>(`/drives/${driveId}/plan`))
const change = async (part: Partial<DrivePlan>, seenVersion?: number) =>
  scene.manager.client.post<PlanNow>(`/drives/${scene.driveId}/plan`, {
    seenVersion: seenVersion ?? (await planNow()).version,
    reason: 'the weather',
    plan: { ...(await planNow()).plan, ...part },
  })
const shift = (part: object = {}) => ({
  boothId: scene.boothId,
  day: DAY,
  staffId: scene.promoter.staffId,
  role: 'lead' as const,
  startsAt: '10:00',
  endsAt: '15:00',
  ...part,
})

const rule = (giftId: string, insteadOf: string | null, levels: string[] | null = null) => ({
  giftId,
  insteadOf,
  levels,
})

describe('the plan of a drive', () => {
  test('begins as it was made, and takes shifts, targets, rules, costs and a design', async () => {
    expect(start).toMatchObject({ name: 'Three free days', target: 300, shifts: [], targets: [], costs: [] })
    const part = {
      cardDesign: 'first-card',
      team: [{ staffId: scene.promoter.staffId, role: 'lead' as const }],
      shifts: [shift(), shift({ startsAt: '15:00', endsAt: '21:00', boothId: scene.otherBoothId })],
      targets: [{ boothId: scene.boothId, day: DAY, target: 60 }],
      costs: [
        { kind: 'media' as const, name: 'Radio spots', fen: 900_00, sourceCode: 'radio' },
        { kind: 'people' as const, name: 'Two promoters', fen: 600_00, sourceCode: null },
      ],
    }
    done(await change(part))
    expect(await planNow()).toMatchObject({ version: 1, plan: part })
  })

  test('keeps every version with who changed it, why, and its consent text', async () => {
    done(
      await scene.manager.client.post('/consent-texts', {
        version: '2026-2',
        textZh: '我仍同意。',
        textEn: 'I still agree.',
      }),
    )
    done(await change({ consentVersion: '2026-2', target: 400 }))
    const { versions } = done(
      await scene.manager.client.get<PlanHistory>(`/drives/${scene.driveId}/plan/versions`),
    )
    expect(
      versions.map(({ version, reason, consent, plan }) => [version, reason, consent.en, plan.target]),
    ).toEqual([
      [2, 'the weather', 'I still agree.', 400],
      [1, 'the weather', 'I agree.', 300],
      [0, '', 'I agree.', 300],
    ])
    expect(versions[0]?.changedBy?.staffId).toBe(scene.manager.staffId)
    done(await change({ consentVersion: '2026-1' }))
    const forced = scene.server.db.updateTable('drive_versions').set({ reason: 'another' }).execute()
    await expect(forced).rejects.toThrow()
  })

  test('of two who changed it at once one is told to look again', async () => {
    const { version } = await planNow()
    const answers = await Promise.all([change({ target: 500 }, version), change({ target: 600 }, version)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect(answers.map(refusal)).toContainEqual([409, 'plan-changed'])
  })

  test('is refused where it does not hold together', async () => {
    const otherDay = { day: '2026-12-24', opensAt: '10:00', closesAt: '11:00' }
    const { umbrella, mug } = scene
    const parts: [Partial<DrivePlan>, string][] = [
      [{ days: [{ day: DAY, opensAt: '21:00', closesAt: '10:00' }] }, 'drive-day-invalid'],
      [{ shifts: [shift({ startsAt: '15:00' })] }, 'drive-day-invalid'],
      [{ days: [otherDay, otherDay] }, 'drive-parts-repeated'],
      [{ consentVersion: 'none' }, 'drive-parts-unknown'],
      [{ team: [{ staffId: randomUUID(), role: 'lead' }], shifts: [] }, 'drive-part-used'],
      [{ shifts: [shift({ boothId: randomUUID() })] }, 'plan-inconsistent'],
      [{ shifts: [shift({ day: otherDay.day })] }, 'plan-inconsistent'],
      [{ shifts: [shift({ staffId: scene.manager.staffId })] }, 'plan-inconsistent'],
      [{ costs: [{ kind: 'media', name: 'TV', fen: 1, sourceCode: 'tv' }] }, 'plan-inconsistent'],
      [{ gifts: [rule(umbrella.id, mug.id), rule(mug.id, umbrella.id)] }, 'plan-inconsistent'],
      [{ gifts: [rule(umbrella.id, null, ['emerald'])] }, 'plan-inconsistent'],
      [{ gifts: [rule(randomUUID(), null)] }, 'drive-parts-unknown'],
      [{ shifts: [shift(), shift({ startsAt: '14:00', boothId: scene.otherBoothId })] }, 'shifts-overlap'],
    ]
    for (const [part, code] of parts) expect([code, refusal(await change(part))[1]]).toEqual([code, code])
    expect(refusal(await change({ name: ' ' }))).toEqual([400, 'input-invalid'])
    expect((await scene.promoter.client.get(`/drives/${scene.driveId}/plan`)).status).toBe(403)
  })

  test('gives a gift only to its levels, and an alternative only when the first has run out', async () => {
    const { umbrella, mug, cards } = scene
    done(
      await change({
        gifts: [
          { giftId: umbrella.id, levels: null, insteadOf: null },
          { giftId: mug.id, levels: null, insteadOf: umbrella.id },
        ],
      }),
    )
    const early = await enrol(scene, form(scene, cards[0], { giftId: mug.id }))
    expect(refusal(early)).toEqual([409, 'gift-not-yet'])
    expect(early.body).toMatchObject({ details: { giftId: umbrella.id, en: 'Umbrella' } })
    done(await enrol(scene, form(scene, cards[0], { giftId: umbrella.id })))
    done(await enrol(scene, form(scene, cards[1], { giftId: mug.id })))
    done(await change({ gifts: [{ giftId: mug.id, levels: ['diamond'], insteadOf: null }] }))
    expect(refusal(await enrol(scene, form(scene, cards[2], { giftId: mug.id })))).toEqual([
      409,
      'gift-not-for-level',
    ])
    expect(refusal(await enrol(scene, form(scene, cards[2], { giftId: umbrella.id })))).toEqual([
      422,
      'gift-not-offered',
    ])
  })

  test('cannot take out what was used: a day or a source with enrolments', async () => {
    const { days, sources } = (await planNow()).plan
    expect(refusal(await change({ days: days.slice(1), shifts: [], targets: [] }))).toEqual([
      409,
      'drive-part-used',
    ])
    const without = sources.filter(({ code }) => code !== 'radio')
    expect(refusal(await change({ sources: without, costs: [] }))).toEqual([409, 'drive-part-used'])
    done(await change({ days: days.slice(0, 1) }))
    const drive = done(await scene.manager.client.get<Drive>(`/drives/${scene.driveId}`))
    expect(drive.days.map(({ day }) => day)).toEqual([DAY])
  })

  test('is copied to later days, with its own booths and nothing that happened', async () => {
    const id = randomUUID()
    const copy = () =>
      scene.manager.client.post<{ driveId: string }>(
        `/drives/${scene.driveId}/copies`,
        { name: 'Spring', firstDay: '2027-03-05' },
        { id },
      )
    const { driveId } = done(await copy())
    expect(done(await copy()).driveId).toBe(driveId)
    const { plan } = await planNow(driveId)
    const original = (await planNow()).plan
    expect(plan).toMatchObject({ name: 'Spring', costs: original.costs, gifts: original.gifts })
    expect(plan.days.map(({ day }) => day)).toEqual(['2027-03-05'])
    expect(plan.shifts.map(({ day, startsAt }) => [day, startsAt])).toEqual([
      ['2027-03-05', '10:00'],
      ['2027-03-05', '15:00'],
    ])
    const drive = done(await scene.manager.client.get<Drive>(`/drives/${driveId}`))
    expect(drive).toMatchObject({ enrolled: 0, booths: [{ name: 'A' }, { name: 'B' }] })
    expect(drive.booths.map((booth) => booth.id)).not.toContain(scene.boothId)
    expect(
      refusal(
        await scene.manager.client.post(`/drives/${randomUUID()}/copies`, { name: 'x', firstDay: DAY }),
      ),
    ).toEqual([404, 'drive-unknown'])
  })
})
