import { createRequire } from 'node:module'
import type * as Pkcs11 from 'pkcs11js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import { secretsOf } from '../../server/keys/derivation.ts'
import { createKeyService, openKeyStore, type KeyStore } from '../../server/keys/index.ts'
import { memoryKeyStore, rootGeneration } from '../../server/keys/memory-key-store.ts'
import { openToken } from '../../server/keys/open-key-store.ts'
import { generateRoot, importRoot, noteRetired } from '../../server/keys/pkcs11-objects.ts'
import type { Pkcs11Session } from '../../server/keys/pkcs11-session.ts'
import { readVectors } from '../nfc/transcript.ts'
import { startSoftHsm, type SoftHsm } from './soft-hsm.ts'

const pkcs11js = createRequire(import.meta.url)('pkcs11js') as typeof Pkcs11
const batchId = '0190c0de-0000-7000-8000-000000000001'
const uid = '04A3B2C1D0E180'
const place = (generation: number, purpose: string) => ({ generation, purpose })

let hsm: SoftHsm
beforeAll(async () => {
  hsm = await startSoftHsm()
  // Tokens are made before the library is loaded: SoftHSM looks for them once.
  for (const label of ['moved', 'own', 'empty', 'lost']) await hsm.makeToken(label)
})
afterAll(() => hsm.remove())

const roots = [
  rootGeneration(Buffer.alloc(32, 7), { number: 1, state: 'reading', hierarchy: 1 }),
  rootGeneration(Buffer.alloc(32, 9), { number: 2, state: 'active', hierarchy: 2 }),
]

describe('a key file’s roots moved into a security module', () => {
  let inside: KeyStore
  const file = memoryKeyStore(roots)
  beforeAll(() => {
    const token = openToken(hsm.choice('moved'))
    for (const { number, root, hierarchy, checkValue } of roots)
      token.use((open) => importRoot(open, { number, checkValue, secrets: secretsOf(root, hierarchy) }))
    token.close()
    inside = openKeyStore(hsm.choice('moved')).store
  })

  test('are the same generations, with the same check values', () => {
    expect(inside.generations).toEqual(file.generations)
  })

  test.each([1, 2])('give the same keys, MACs and card keys as before in generation %d', (generation) => {
    const input = Buffer.from(`${uid}D27600008501010000`, 'hex')
    for (const purpose of ['card/a/v1/master', 'blind-index', 'x'.repeat(100)]) {
      const at = place(generation, purpose)
      expect(hex(inside.exportKey(at, 32))).toBe(hex(file.exportKey(at, 32)))
      expect(hex(inside.exportKey(at, 16))).toBe(hex(file.exportKey(at, 16)))
      expect(hex(inside.mac(at, Buffer.from('data')))).toBe(hex(file.mac(at, Buffer.from('data'))))
      expect(hex(inside.cardKey(at, input))).toBe(hex(file.cardKey(at, input)))
    }
  })

  test.each([1, 2])('open what the file sealed in generation %d, and the other way round', (generation) => {
    const at = place(generation, 'member-key-wrapping')
    const plain = Buffer.from('a key of 32 bytes, or some text!')
    expect(Buffer.from(inside.open(at, file.seal(at, plain, 'member:1'), 'member:1'))).toEqual(plain)
    expect(Buffer.from(file.open(at, inside.seal(at, plain, 'member:1'), 'member:1'))).toEqual(plain)
    const broken = expect.objectContaining({ code: 'seal-broken' })
    expect(() => inside.open(at, file.seal(at, plain, 'member:1'), 'member:2')).toThrow(broken)
    expect(Buffer.from(inside.open(at, file.seal(at, plain, 'member:1'), 'member:1'))).toEqual(plain)
  })

  test('serve the whole key service', () => {
    const [before, now] = [createKeyService(file), createKeyService(inside)]
    for (const keyVersion of [1, 2])
      expect(plainKeys(now.cardKeys({ batchId, keyVersion }, uid))).toEqual(
        plainKeys(before.cardKeys({ batchId, keyVersion }, uid)),
      )
    expect(now.stripeMacs('data')).toEqual(before.stripeMacs('data'))
    expect(now.verifyCard('card', before.signCard('card'))).toBe(true)
    const { plain, wrapped } = before.newMemberKey('m1')
    expect(hex(now.openMemberKey('m1', wrapped))).toBe(hex(plain))
  })

  test('more batches than the token keeps keys for are served one after the other', () => {
    const input = Buffer.alloc(16)
    const purposes = Array.from({ length: 300 }, (_, number) => `card/${number}/v2/master`)
    for (const purpose of [...purposes, ...purposes])
      expect(hex(inside.cardKey(place(2, purpose), input))).toBe(hex(file.cardKey(place(2, purpose), input)))
  })

  test('are not imported twice', () => {
    const token = openToken(hsm.choice('moved'))
    const again = () =>
      token.use((open) =>
        importRoot(open, { number: 2, checkValue: '', secrets: secretsOf(Buffer.alloc(32), 2) }),
      )
    expect(again).toThrow(expect.objectContaining({ code: 'key-generation-exists' }))
    expect(inside.generations).toEqual(openKeyStore(hsm.choice('moved')).store.generations)
  })
})

describe('a root made in a security module', () => {
  let token: Pkcs11Session
  beforeAll(() => {
    token = openToken(hsm.choice('own'))
    token.use((open) => generateRoot(open, 1))
  })

  test('cannot be taken out, changed to be taken out, or wrapped', () => {
    token.use(({ pkcs11, session }) => {
      pkcs11.C_FindObjectsInit(session, [{ type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY }])
      const keys = pkcs11.C_FindObjects(session, 10)
      pkcs11.C_FindObjectsFinal(session)
      expect(keys).toHaveLength(2)
      for (const key of keys) {
        expect(() => pkcs11.C_GetAttributeValue(session, key, [{ type: pkcs11js.CKA_VALUE }])).toThrow(
          'CKR_ATTRIBUTE_SENSITIVE',
        )
        for (const type of [pkcs11js.CKA_EXTRACTABLE, pkcs11js.CKA_SENSITIVE]) {
          const value = type === pkcs11js.CKA_EXTRACTABLE
          expect(() => pkcs11.C_SetAttributeValue(session, key, [{ type, value }])).toThrow('CKR_')
        }
      }
    })
  })

  test('makes new cards; after the next one it is read, and when retired refused', () => {
    const card = plainKeys(service().cardKeys({ batchId, keyVersion: 1 }, uid))
    token.use((open) => generateRoot(open, 2))
    expect(service().generations.map(({ state }) => state)).toEqual(['reading', 'active'])
    expect(plainKeys(service().cardKeys({ batchId, keyVersion: 1 }, uid))).toEqual(card)
    token.use((open) => noteRetired(open, 1))
    expect(service().generations.map(({ state }) => state)).toEqual(['retired', 'active'])
    expect(service().isAccepted(1)).toBe(false)
  })

  test('is not there when its making was cut off, and the next making is whole', () => {
    token.use(({ pkcs11, session }) =>
      pkcs11.C_GenerateKey(session, { mechanism: pkcs11js.CKM_AES_KEY_GEN }, [
        { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
        { type: pkcs11js.CKA_LABEL, value: 'cardwright/g3/deriving' },
        { type: pkcs11js.CKA_TOKEN, value: true },
        { type: pkcs11js.CKA_VALUE_LEN, value: 32 },
      ]),
    )
    expect(openKeyStore(hsm.choice('own')).store.generations).toHaveLength(2)
    token.use((open) => generateRoot(open, 3))
    const { store } = openKeyStore(hsm.choice('own'))
    expect(store.generations.map(({ number }) => number)).toEqual([1, 2, 3])
    expect(store.cardKey(place(3, 'x'), Buffer.alloc(16))).toHaveLength(16)
  })
})

test('AN10922 inside the module is NXP’s own example', () => {
  const { vectors } = readVectors('an10922') as {
    vectors: { masterKey: string; input: string; key: string }[]
  }
  const fit = vectors.filter(({ input }) => input.length >= 32)
  expect(fit.length).toBeGreaterThan(0)
  const token = openToken(hsm.choice('own'))
  for (const { masterKey, input, key } of fit)
    token.use(({ pkcs11, session }) => {
      const master = pkcs11.C_CreateObject(session, [
        { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
        { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_AES },
        { type: pkcs11js.CKA_SIGN, value: true },
        { type: pkcs11js.CKA_SENSITIVE, value: true },
        { type: pkcs11js.CKA_EXTRACTABLE, value: false },
        { type: pkcs11js.CKA_VALUE, value: Buffer.from(unhex(masterKey)) },
      ])
      pkcs11.C_SignInit(session, { mechanism: pkcs11js.CKM_AES_CMAC }, master)
      const mac = pkcs11.C_Sign(session, Buffer.from(`01${input}`, 'hex'), Buffer.alloc(16))
      expect(hex(mac)).toBe(key)
    })
})

test('a session that the module has lost is opened again', () => {
  const token = openToken(hsm.choice('lost'))
  token.use((open) => generateRoot(open, 1))
  const { store } = openKeyStore(hsm.choice('lost'))
  const before = store.cardKey(place(1, 'x'), Buffer.alloc(16))
  // What a network module that was restarted does: every session of this process is gone.
  token.use(({ pkcs11, session }) => pkcs11.C_CloseAllSessions(slotOf(pkcs11, session)))
  expect(hex(store.cardKey(place(1, 'x'), Buffer.alloc(16)))).toBe(hex(before))
})

const service = () => createKeyService(openKeyStore(hsm.choice('own')).store)

const slotOf = (pkcs11: Pkcs11.PKCS11, session: Pkcs11.Handle) => pkcs11.C_GetSessionInfo(session).slotID

describe('what stands in the way is said in a sentence without the PIN', () => {
  test('no root in the token, no such token, no such library', () => {
    expect(refused(hsm.choice('empty'))).toMatchObject({ code: 'key-store-empty' })
    expect(refused(hsm.choice('none'))).toMatchObject({ code: 'pkcs11-token-missing' })
    expect(refused({ ...hsm.choice('own'), token: { slot: 7 } })).toMatchObject({
      code: 'pkcs11-token-missing',
    })
    expect(refused({ ...hsm.choice('own'), module: '/none.so' })).toMatchObject({ code: 'pkcs11-failed' })
    for (const error of [refused(hsm.choice('empty')), refused(hsm.choice('none'))])
      expect(String((error as Error).stack)).not.toContain(hsm.pin)
  })
})

function refused(choice: Parameters<typeof openKeyStore>[0]) {
  try {
    openKeyStore(choice)
  } catch (error) {
    return error
  }
  return undefined
}

const plainKeys = (keys: object) =>
  Object.fromEntries(Object.entries(keys).map(([name, key]: [string, Uint8Array]) => [name, hex(key)]))
