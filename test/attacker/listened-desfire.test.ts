import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import type { DesfireKeys } from '../../hardware/nfc/desfire/desfire-job.ts'
import { personaliseDesfire, recoverDesfire } from '../../hardware/nfc/desfire/personalise-desfire.ts'
import { suppliedChip } from '../../hardware/simulator/blanks.ts'
import { VirtualDesfire } from '../../hardware/simulator/desfire-card.ts'
import { channelTo } from '../../hardware/simulator/ntag424-card.ts'
import type { Tear } from '../../hardware/simulator/tearing.ts'
import type { VirtualCard } from '../../hardware/simulator/virtual-card.ts'
import { isMadeOf, wellKnown, windowsOf } from './guessing.ts'
import { opensSession, readChangedKeys } from './opening.ts'
import { overhear } from './overheard.ts'
import { listenedTo } from './recording.ts'

const fresh = () => Uint8Array.from(randomBytes(16))
const transportKey = fresh()
const keys: DesfireKeys = { card: fresh(), application: [fresh(), fresh(), fresh()] }
const secrets = [transportKey, keys.card, ...keys.application]
const supplied = () => suppliedChip('desfire', hex(transportKey))

const planWith = (secret?: Uint8Array) => ({
  applicationId: 0x915601,
  // as a supplier's key may have it too
  keyVersion: 1,
  keysOf: () => keys,
  dataOf: () => unhex('00112233445566778899AABBCCDDEEFF'),
  randomBytes,
  ...(secret ? { transportKey: secret } : {}),
})

async function personaliseListened(card: VirtualCard, secret?: Uint8Array) {
  const { channel, traffic } = listenedTo(channelTo(card))
  expect(await personaliseDesfire(channel, planWith(secret))).toMatchObject({ outcome: 'finished' })
  return traffic
}

describe('somebody who recorded how a DESFire was personalised', () => {
  test('opens a session and reads keys of the application when the blank had the maker’s key', async () => {
    const blank = VirtualDesfire.blank('04A1B2C3D4E5F6')
    const { sessions } = overhear(await personaliseListened(blank))
    const opened = sessions.flatMap((session) => {
      const key = wellKnown.find((guess) => opensSession(session, guess))
      return key ? readChangedKeys(session, key, wellKnown) : []
    })
    const found = new Set(opened.map(({ value }) => hex(value)))
    for (const key of keys.application) expect(found).toContain(hex(key))
  })

  test('opens none and sees no key pass when the blank came with a secret one', async () => {
    const traffic = await personaliseListened(supplied(), transportKey)
    const { sessions } = overhear(traffic)
    const windows = windowsOf([traffic])
    expect(sessions.length).toBeGreaterThan(3)
    for (const session of sessions)
      expect([...wellKnown, ...windows].some((guess) => opensSession(session, guess))).toBe(false)
    for (const secret of secrets) expect(isMadeOf(windows, secret)).toBe(false)
  })
})

const COMMANDS = 34
const tears = Array.from({ length: COMMANDS }, (_, index) => index + 1).flatMap((apdu): Tear[] => [
  { apdu, phase: 'before' },
  { apdu, phase: 'during', lands: false },
  { apdu, phase: 'during', lands: true },
  { apdu, phase: 'after' },
])

describe('a DESFire with a secret key', () => {
  test('takes 34 commands', async () => {
    expect(await personaliseListened(supplied(), transportKey)).toHaveLength(COMMANDS)
  })

  test('is finished after a tear at any command, and called blank only while it has its key', async () => {
    for (const tear of tears) {
      const card = supplied()
      card.tearAt(tear)
      const torn = personaliseDesfire(channelTo(card), planWith(transportKey))
      await expect(torn).rejects.toMatchObject({ code: 'card-lost' })
      card.powerOff()
      const { outcome } = await recoverDesfire(channelTo(card), planWith(transportKey))
      expect(['blank', 'finished']).toContain(outcome)
      card.powerOff()
      await personaliseListened(card, transportKey)
    }
  })

  test('is spoiled as a maker’s blank, and a maker’s blank as one of the supplier’s', async () => {
    const foreign = { outcome: 'spoiled', reason: 'foreign-keys' }
    expect(await personaliseDesfire(channelTo(supplied()), planWith())).toEqual(foreign)
    const blank = channelTo(VirtualDesfire.blank('04A1B2C3D4E5F6'))
    expect(await personaliseDesfire(blank, planWith(transportKey))).toEqual(foreign)
  })

  test('whose version is ours already is taken all the same', async () => {
    const json = supplied().toJSON() as ReturnType<VirtualDesfire['toJSON']>
    const levels = json.levels.map((level) => ({
      ...level,
      keys: level.keys.map((key) => ({ ...key, version: 1 })),
    }))
    await personaliseListened(VirtualDesfire.fromJson({ ...json, levels }), transportKey)
  })
})
