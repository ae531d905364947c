import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cardNumbers, isCardNumber, numberScheme } from '../../server/cards/card-number.ts'
import { beginNextScheme, takeNumbers } from '../../server/cards/numbering.ts'
import { addProgramme, asStaff, signIn, type Person } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { isWhole } from '../support/slice.ts'

const key = (byte: number) => Buffer.alloc(16, byte)

describe('versions of a number scheme', () => {
  test('never collide: over a whole space of a million, three versions are one permutation', () => {
    const scheme = numberScheme(
      [
        { firstSequence: 0, key: key(1) },
        { firstSequence: 400_000, key: key(2) },
        { firstSequence: 999_000, key: key(3) },
      ],
      6,
    )
    const seen = new Uint8Array(1_000_000)
    for (const sequence of spread(0, 1_000_000, isWhole ? 97 : 997)) {
      const given = scheme.permute(sequence)
      expect(seen[given]).toBe(0)
      seen[given] = 1
      expect(scheme.restore(given)).toBe(sequence)
    }
  }, 120_000)

  test('leave the numbers of the versions before them as they were', () => {
    const first = { firstSequence: 0, key: key(1) }
    const both = [first, { firstSequence: 50, key: key(2) }]
    const range = { programmeNumber: 7, first: 0, count: 60 }
    const [before, after] = [
      cardNumbers({ ...range, versions: [first] }),
      cardNumbers({ ...range, versions: both }),
    ]
    expect(after.slice(0, 50)).toEqual(before.slice(0, 50))
    expect(after.slice(50)).not.toEqual(before.slice(50))
    expect(new Set([...before, ...after.slice(50)]).size).toBe(70)
    expect(after.every(isCardNumber)).toBe(true)
  })
})

/** Every `step`-th of a range, and the two around each border. */
const spread = (from: number, to: number, step: number): Set<number> =>
  new Set([
    ...Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step),
    399_999,
    400_000,
    998_999,
    999_000,
    999_999,
  ])

describe('a programme', () => {
  let server: TestServer
  let office: Person
  beforeAll(async () => {
    server = await startTestServer()
    office = await signIn(server, ['administrator', 'programme-manager'])
  })
  afterAll(() => server.stop())

  test('begins its first scheme with its first cards, and the next with the next keys only', async () => {
    const programmeId = await addProgramme(office, 8)
    const { keys } = server
    const begin = () =>
      asStaff(server, office.staffId, (work) => beginNextScheme(work, { programmeId, keys }))
    const take = (count: number) =>
      asStaff(server, office.staffId, async (work) => ({
        ok: true,
        value: (await takeNumbers(work, { programmeId, count, keys })) ?? [],
      }))
    expect(await take(3)).toMatchObject({ ok: true })
    expect(await begin()).toMatchObject({ reason: 'number-scheme-current' })
    const rotated = { ...keys, activeGeneration: keys.activeGeneration + 1, cardNumberKey: () => key(9) }
    const next = await asStaff(server, office.staffId, (work) =>
      beginNextScheme(work, { programmeId, keys: rotated }),
    )
    expect(next).toMatchObject({ value: { version: 2 } })
    const schemes = (await office.client.get(`/programmes/${programmeId}/number-schemes`)).body
    expect(schemes).toMatchObject({
      schemes: [
        { version: 1, firstSequence: 0 },
        { version: 2, firstSequence: 3 },
      ],
    })
    const nobody = await office.client.get(`/programmes/${crypto.randomUUID()}/number-schemes`)
    expect(nobody.status).toBe(404)
  })
})
