import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { diversifyKey } from '../../hardware/nfc/an10922.ts'
import { hex } from '../../hardware/nfc/bytes.ts'
import { createKeyService, singleKeyStore } from '../../server/keys/index.ts'
import { memoryKeyStore, rootGeneration } from '../../server/keys/memory-key-store.ts'
import { AppError } from '../../server/platform/errors.ts'

const batchId = '0190c0de-0000-7000-8000-000000000001'
const uid = '04A3B2C1D0E180'
const firstRoot = Buffer.alloc(32, 7)
const first = createKeyService(singleKeyStore({ bytes: firstRoot, checkValue: '000000' }))

/** A store that was rotated once: generation 1 as the first release made it, 2 in the hierarchy for security modules. */
const rotated = (state: 'reading' | 'retired' = 'reading', secondRoot: Uint8Array = Buffer.alloc(32, 9)) =>
  createKeyService(
    memoryKeyStore([
      rootGeneration(firstRoot, { number: 1, state, hierarchy: 1 }),
      rootGeneration(secondRoot, { number: 2, state: 'active', hierarchy: 2 }),
    ]),
  )

describe('generation 1', () => {
  // Recorded from the first release, for a root of 32 times 07: cards, stripes and members exist that need them.
  test('has the same keys as ever', () => {
    const keys = first.cardKeys({ batchId, keyVersion: 1 }, uid)
    expect(Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, hex(key)]))).toEqual({
      masterKey: '8E16C9558365F3079AAB27F68AEE8B4A',
      metaReadKey: '4EF990F8ED3BB34CE218A04A686DC62B',
      fileReadKey: 'D50C1ED27016E2C9AA5A97A3E4CF9953',
      key3: '46DCCDABA9F43B6574B68F03FCACD879',
      key4: 'F85DC03064F1F78768038A169C909568',
    })
    expect(hex(first.metaReadKey({ batchId, keyVersion: 1 }))).toBe(hex(keys.metaReadKey))
    expect(first.stripeMac('9156000000000001GOLD')).toBe('995326001556')
    expect(hex(first.cardNumberKey(7))).toBe('5FF2FA6A1BC6B2E075B673C44C4C70A0')
    expect(hex(first.blindIndex('phone', '+8613800000000'))).toBe(
      'D916DADFCFF90EFFB5A86199A8738EC4C533BECF14A00F4D5A4CB922D7067FD8',
    )
    expect(hex(first.signCard('cardwright-card:9156000000000001'))).toBe(
      '36275E0B647E09711FADE45D9747088B386EB7221B111A884D73413F461DAED320B51C1398D56A8985D87992AA0BDADFFEFE2D782439EA71CC55C68F53B08F05',
    )
    expect(hex(first.cardPublicKey())).toBe(
      '302A300506032B6570032100652888A505330F4ABD5982B0859FB158CBBE1DBA275FF3BE712523834327DE60',
    )
  })

  test('opens what the first release sealed', () => {
    const wrapped =
      'a4a9ad6b44473c7c5c3df44832e2af35ce57f9fe7a14c3d6b102d6038307f800deb2c1a5dd8c17f61e76f28f4bf4f5ccd7ec561747d64616562d8f0c'
    expect(first.openMemberKey('m1', Buffer.from(wrapped, 'hex'))).toHaveLength(32)
    const sealed = 'db4b990a5d053d4eeddffe782b44a96b098f69f66c691681ccb4822dacc05febe4'
    expect(first.openForSystem(Buffer.from(sealed, 'hex'), 'message:1')).toBe('hello')
  })
})

describe('after a rotation', () => {
  const keys = rotated()

  test('new cards are made with the new generation, and both are listed with check values and states', () => {
    expect(keys.activeGeneration).toBe(2)
    expect(keys.generations).toEqual([
      { number: 1, state: 'reading', hierarchy: 1, checkValue: expect.stringMatching(/^[0-9a-f]{6}$/) },
      { number: 2, state: 'active', hierarchy: 2, checkValue: expect.stringMatching(/^[0-9a-f]{6}$/) },
    ])
    expect(keys.checkValue).toBe(keys.generations[1]?.checkValue)
    expect(keys.checkValue).not.toBe(rotated('reading', randomBytes(32)).checkValue)
  })

  test('cards of the old generation keep their keys; those of the new one share none with them', () => {
    const old = keys.cardKeys({ batchId, keyVersion: 1 }, uid)
    expect(old).toEqual(first.cardKeys({ batchId, keyVersion: 1 }, uid))
    const now = keys.cardKeys({ batchId, keyVersion: 2 }, uid)
    const all = [...Object.values(old), ...Object.values(now)].map((key: Uint8Array) => hex(key))
    expect(new Set(all).size).toBe(10)
    expect(() => keys.cardKeys({ batchId, keyVersion: 3 }, uid)).toThrow(
      expect.objectContaining({ code: 'key-generation-unknown' }),
    )
  })

  test('old stripes, QR codes and sealed data are read, and new ones are made with the new generation', () => {
    const data = '9156000000000001GOLD'
    expect(keys.stripeMacs(data)).toEqual([keys.stripeMac(data), first.stripeMac(data)])
    expect(keys.stripeMac(data)).not.toBe(first.stripeMac(data))

    expect(keys.verifyCard('card', first.signCard('card'))).toBe(true)
    expect(keys.verifyCard('card', keys.signCard('card'))).toBe(true)
    expect(first.verifyCard('card', keys.signCard('card'))).toBe(false)
    expect(keys.verifyCard('another card', keys.signCard('card'))).toBe(false)
    expect(keys.cardPublicKeys()).toEqual([
      { generation: 2, publicKey: keys.cardPublicKey() },
      { generation: 1, publicKey: first.cardPublicKey() },
    ])

    const old = first.newMemberKey('m1')
    expect(keys.openMemberKey('m1', old.wrapped)).toEqual(old.plain)
    const now = keys.newMemberKey('m1')
    expect(keys.openMemberKey('m1', now.wrapped)).toEqual(now.plain)
    expect(() => first.openMemberKey('m1', now.wrapped)).toThrow(AppError)
    expect(() => keys.openMemberKey('m2', now.wrapped)).toThrow(AppError)
    expect(keys.openForSystem(first.sealForSystem('hello', 'message:1'), 'message:1')).toBe('hello')
  })

  test('people are still found and no card number comes twice: both stay with the first generation', () => {
    expect(keys.blindIndex('phone', '1')).toEqual(first.blindIndex('phone', '1'))
    expect(keys.cardNumberKey(3)).toEqual(first.cardNumberKey(3))
  })
})

test('a retired generation is accepted no more, but its cards can be re-keyed and people’s data opened', () => {
  const keys = rotated('retired')
  expect([1, 2, 3].map((generation) => keys.isAccepted(generation))).toEqual([false, true, false])
  expect(keys.stripeMacs('data')).toEqual([keys.stripeMac('data')])
  expect(keys.verifyCard('card', first.signCard('card'))).toBe(false)
  expect(keys.cardPublicKeys()).toHaveLength(1)
  const place = { batchId, keyVersion: 1 }
  expect(keys.cardKeys(place, uid)).toEqual(first.cardKeys(place, uid))
  const { plain, wrapped } = first.newMemberKey('m1')
  expect(keys.openMemberKey('m1', wrapped)).toEqual(plain)
})

test('card keys are AN10922 under the batch’s key, with UID, application and key number in 16 bytes', () => {
  const store = memoryKeyStore([rootGeneration(firstRoot, { number: 1, state: 'active', hierarchy: 1 })])
  const purpose = `card/${batchId}/v1/master`
  const master = store.exportKey({ generation: 1, purpose }, 16)
  const input = Buffer.from(`${uid}D27600008501010000`, 'hex')
  expect(input).toHaveLength(16)
  expect(first.cardKeys({ batchId, keyVersion: 1 }, uid).masterKey).toEqual(diversifyKey(master, input))
})
