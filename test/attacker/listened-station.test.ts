import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { concat, hex, unhex } from '../../hardware/nfc/bytes.ts'
import { factoryKeys, type CardKeys } from '../../hardware/nfc/personalisation.ts'
import { personalise } from '../../hardware/nfc/personalise.ts'
import { authenticate } from '../../hardware/nfc/authenticate.ts'
import { changeKey, changeMasterKey } from '../../hardware/nfc/ev2-commands.ts'
import { selectApplication } from '../../hardware/nfc/ntag424.ts'
import type { Messaging } from '../../hardware/nfc/session-keys.ts'
import { channelTo, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { sunBase } from '../../server/cards/index.ts'
import { createKeyService, singleKeyStore } from '../../server/keys/index.ts'
import { attack } from './attacker.ts'
import { guessesFrom, isMadeOf, knownBlocks, wellKnown, windowsOf } from './guessing.ts'
import { listenedTo, type Exchange } from './recording.ts'

const place = { batchId: '0190a5b0-0000-7000-8000-000000000001', keyVersion: 1 }
const keys = createKeyService(singleKeyStore({ bytes: randomBytes(32), checkValue: 'attack' }))
const CARDS = 2

function keysOf(uid: string): CardKeys {
  const { masterKey, metaReadKey, fileReadKey, key3, key4 } = keys.cardKeys(place, uid)
  return [masterKey, metaReadKey, fileReadKey, key3, key4]
}

/** A chip as its seller delivers it, with other keys than the factory's where they were agreed. */
async function blank(oldKeys: CardKeys): Promise<VirtualNtag424> {
  const chip = VirtualNtag424.blank(`04${randomBytes(6).toString('hex').toUpperCase()}`)
  if (oldKeys === factoryKeys) return chip
  const channel = channelTo(chip)
  await selectApplication(channel)
  const session = await authenticate(channel, { number: 0, value: factoryKeys[0] }, randomBytes)
  for (const number of [1, 2, 3, 4] as const) {
    const change = { number, value: oldKeys[number], version: 0, oldValue: factoryKeys[number] }
    await changeKey(channel, session, change)
  }
  await changeMasterKey(channel, session, { value: oldKeys[0], version: 0 })
  chip.powerOff()
  return chip
}

interface Listened {
  uid: string
  traffic: Exchange[]
}

/** A batch at a station where somebody listens to every byte; the second card is torn once and fed again. */
async function personaliseListened(oldKeys: CardKeys, messaging: Messaging): Promise<Listened[]> {
  const cards: Listened[] = []
  for (let number = 0; number < CARDS; number += 1) {
    const chip = await blank(oldKeys)
    const { channel, traffic } = listenedTo(channelTo(chip))
    const plan = {
      sunBase: sunBase({ publicUrl: 'https://cards.example.com', code: 'ABC123' }),
      keyVersion: 1,
      oldKeys,
      newKeysOf: keysOf,
      randomBytes,
      messaging,
    }
    if (number === 1) {
      chip.tearAt({ apdu: 11, phase: 'during' })
      await expect(personalise(channel, plan)).rejects.toMatchObject({ code: 'card-lost' })
      chip.powerOff()
    }
    expect(await personalise(channel, plan)).toMatchObject({ outcome: 'finished' })
    cards.push({ uid: chip.uid, traffic })
  }
  return cards
}

const secretKeys = (): CardKeys => [
  Uint8Array.from(randomBytes(16)),
  Uint8Array.from(randomBytes(16)),
  Uint8Array.from(randomBytes(16)),
  Uint8Array.from(randomBytes(16)),
  Uint8Array.from(randomBytes(16)),
]

const secretMaster = (): CardKeys => [secretKeys()[0], ...factoryKeys.slice(1)] as unknown as CardKeys

const realKeys = (uid: string): [number, string][] => keysOf(uid).map((key, number) => [number, hex(key)])

describe.each(['aes', 'lrp'] as const)('somebody who recorded a whole batch (%s)', (messaging) => {
  test('has every key of each card and the batch’s key when the blanks had the factory’s keys', async () => {
    const cards = await personaliseListened(factoryKeys, messaging)
    const plunder = attack(
      cards.map(({ traffic }) => traffic),
      { wellKnown, guesses: [] },
    )
    for (const [index, { uid }] of cards.entries()) {
      const found = plunder.cards[index]
      expect(found?.uid).toBe(uid)
      expect([...(found?.keys ?? [])].toSorted(([a], [b]) => a - b)).toEqual(realKeys(uid))
    }
    expect(plunder.metaReadKey).toBe(hex(keys.metaReadKey(place)))
  })

  test.each([
    ['all five keys', secretKeys],
    ['a master key', secretMaster],
  ])('has no key at all when the blanks came with %s of their own', async (_, agreed) => {
    const oldKeys = agreed()
    const cards = await personaliseListened(oldKeys, messaging)
    const batch = cards.map(({ traffic }) => traffic)
    const windows = windowsOf(batch)
    // An LRP session costs a hundred times more to try: there the check below stands alone.
    const guesses = messaging === 'aes' ? guessesFrom(windows, knownBlocks) : []
    const plunder = attack(batch, { wellKnown, guesses })
    expect(plunder.metaReadKey).toBeUndefined()
    for (const found of plunder.cards) expect([...found.keys, ...found.sessionKeys]).toEqual([])

    const secrets = [oldKeys[0], ...cards.flatMap(({ uid }) => keysOf(uid))]
    for (const secret of secrets) expect(isMadeOf(windows, secret)).toBe(false)
  })
})

test.each(['as it is', 'mixed with what is known'] as const)(
  'a secret key that once passed the station %s is found, and with it everything',
  async (how) => {
    const oldKeys = secretMaster()
    const cards = await personaliseListened(oldKeys, 'aes')
    const slip = how === 'as it is' ? oldKeys[0] : oldKeys[0].map((byte) => byte ^ 0xff)
    cards[0]?.traffic.push({ apdu: concat(unhex('FFD6000410'), slip), answer: unhex('9000') })
    const batch = cards.map(({ traffic }) => traffic)
    const windows = windowsOf(batch)
    expect(isMadeOf(windows, oldKeys[0])).toBe(true)
    const near = windowsOf(batch.map((traffic) => traffic.slice(-3)))
    const plunder = attack(batch, { wellKnown, guesses: guessesFrom(near, knownBlocks) })
    expect(plunder.metaReadKey).toBe(hex(keys.metaReadKey(place)))
    for (const [index, { uid }] of cards.entries())
      expect(new Map(plunder.cards[index]?.keys)).toEqual(new Map(realKeys(uid)))
  },
)
