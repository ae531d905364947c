import { describe, expect, test } from 'vitest'
import { hex } from '../../hardware/nfc/bytes.ts'
import type { PersonalisationPlan } from '../../hardware/nfc/personalisation.ts'
import { personalise, personaliseUnchecked } from '../../hardware/nfc/personalise.ts'
import { readTap } from '../../hardware/nfc/read-tap.ts'
import { recover } from '../../hardware/nfc/recover.ts'
import { HardwareError } from '../../hardware/ports.ts'
import { channelTo, type Tear, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { everything, keysOf, overheard, planFor, uid, verified } from './cards.ts'

interface Kind {
  readonly name: string
  readonly plan: () => PersonalisationPlan
  readonly feed: typeof personalise | typeof personaliseUnchecked
  readonly outcome: 'finished' | 'written'
  readonly commands: number
}

const checked = { feed: personalise, outcome: 'finished' } as const
const aes: Kind = { ...checked, name: 'AES', plan: () => planFor(), commands: 19 }
const unchecked: Kind = {
  name: 'unchecked',
  plan: () => planFor(),
  feed: personaliseUnchecked,
  outcome: 'written',
  commands: 10,
}
const kinds: readonly Kind[] = [
  aes,
  unchecked,
  { ...checked, name: 'LRP', plan: () => planFor({ messaging: 'lrp' }), commands: 22 },
  { ...checked, name: 'LRP with everything', plan: () => planFor(everything()), commands: 24 },
]

const apdusOf = ({ commands }: Kind) => Array.from({ length: commands }, (_, index) => index + 1)
const tearsOf = (kind: Kind): readonly Tear[] =>
  apdusOf(kind).flatMap((apdu): Tear[] => [
    { apdu, phase: 'before' },
    { apdu, phase: 'during', lands: false },
    { apdu, phase: 'during', lands: true },
    { apdu, phase: 'after' },
  ])

const isTorn = (error: unknown) => error instanceof HardwareError && error.code === 'card-lost'

async function tornCard(tear: Tear, { plan, feed }: Kind = aes): Promise<VirtualNtag424> {
  const card = VirtualNtag424.blank(uid)
  card.tearAt(tear)
  const torn: unknown = await feed(channelTo(card), plan()).catch((error: unknown) => error)
  expect(torn).toSatisfy(isTorn)
  card.powerOff()
  return card
}

/** Whether anybody would take the card for genuine: its message verifies, whoever wrote it. */
const verifies = async (card: VirtualNtag424) => {
  const uri = await readTap(channelTo(card)).catch(() => undefined)
  card.powerOff()
  return uri !== undefined && verified(uri) !== undefined
}

const holdsNewKeys = (card: VirtualNtag424) =>
  card
    .toJSON()
    .keys.every(
      ({ value, version }, number) => value === hex(keysOf(uid)[number] ?? new Uint8Array()) && version === 1,
    )

describe.each(kinds)('a card of the $name plan', (kind) => {
  test('takes its fewest commands when nothing tears it', async () => {
    const reader = overheard(VirtualNtag424.blank(uid))
    expect(await kind.feed(reader, kind.plan())).toMatchObject({ outcome: kind.outcome, uid })
    expect(reader.commands).toHaveLength(kind.commands)
  })

  describe.each(tearsOf(kind))('torn at command $apdu, $phase it (lands: $lands)', (tear) => {
    test('is finished when it is fed again', async () => {
      const card = await tornCard(tear, kind)
      expect(await kind.feed(channelTo(card), kind.plan())).toMatchObject({ outcome: kind.outcome, uid })
      expect(holdsNewKeys(card)).toBe(true)
      card.powerOff()
      expect(await verifies(card)).toBe(true)
    })

    test('is called blank or finished by the recovery, rightly', async () => {
      const card = await tornCard(tear, kind)
      const { outcome } = await recover(channelTo(card), kind.plan())
      card.powerOff()
      expect(outcome).not.toBe('spoiled')
      expect(holdsNewKeys(card)).toBe(outcome === 'finished')
      expect(await verifies(card)).toBe(outcome === 'finished')
    })

    test('does not pass for one of ours with a factory key left to write it', async () => {
      const card = await tornCard(tear, kind)
      const { keys, files } = card.toJSON()
      const [, metaRead, fileRead] = keys
      if (!(await verifies(card))) return
      expect([metaRead?.version, fileRead?.version]).toEqual([1, 1])
      expect(files[2].settings.slice(0, 6)).toBe('4000E0')
    })
  })
})

test.each([aes, unchecked])(
  'a card of the $name plan torn again and again, at every command of every recovery, is finished in the end',
  async (kind) => {
    for (const apdu of apdusOf(kind)) {
      for (const second of apdusOf(kind)) {
        const card = await tornCard({ apdu, phase: 'during', lands: second % 2 === 0 }, kind)
        card.tearAt({ apdu: second, phase: 'during', lands: apdu % 2 === 0 })
        await kind
          .feed(channelTo(card), kind.plan())
          .catch((error: unknown) => expect(error).toSatisfy(isTorn))
        const fedAgain = VirtualNtag424.fromJson(card.toJSON())
        const { outcome } = await kind.feed(channelTo(fedAgain), kind.plan())
        expect(outcome).toBe(kind.outcome)
        expect(holdsNewKeys(fedAgain)).toBe(true)
      }
    }
  },
)

test('key and version that a chip wrote apart from each other are still settled', async () => {
  for (const number of [1, 2, 3, 4]) {
    const card = await tornCard({ apdu: 13, phase: 'before' })
    const json = card.toJSON()
    const value = hex(keysOf(uid)[number] ?? new Uint8Array())
    const oldKeyNewVersion = json.keys.map((key, index) =>
      index === number ? { ...key, value: '00'.repeat(16) } : key,
    )
    const newKeyOldVersion = json.keys.map((key, index) =>
      index === number && number > 1 ? { value, version: 0, failures: 0 } : key,
    )
    for (const keys of [oldKeyNewVersion, newKeyOldVersion]) {
      const half = VirtualNtag424.fromJson({ ...json, keys })
      expect(await personalise(channelTo(half), planFor())).toMatchObject({ outcome: 'finished', uid })
      expect(holdsNewKeys(half)).toBe(true)
    }
  }
})

test('recovering costs the master key at most one wrong attempt', async () => {
  for (const tear of tearsOf(aes)) {
    const card = await tornCard(tear)
    await personalise(channelTo(card), planFor())
    expect(card.toJSON().keys[0]?.failures).toBeLessThanOrEqual(1)
  }
})
