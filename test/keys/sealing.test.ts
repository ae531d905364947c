import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readKeyStore } from '../../server/config/key-store.ts'
import { createRootKey, openKeyStore } from '../../server/keys/index.ts'
import { cardwright } from './support.ts'

const passphrase = 'six words that dice have drawn'
const people = ['--asked-by', 'Li Wei', '--approved-by', 'Wang Fang']

let folder: string
let unsealed: string
let sealed: string
let passphraseFile: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardwright-sealing-'))
  unsealed = join(folder, 'root-key.json')
  sealed = join(folder, 'keys.json')
  passphraseFile = join(folder, 'passphrase')
  createRootKey(unsealed)
  await writeFile(passphraseFile, `${passphrase}\n`, { mode: 0o600 })
})
afterAll(() => rm(folder, { recursive: true }))

const someKey = ({ store }: ReturnType<typeof openKeyStore>) =>
  Buffer.from(store.exportKey({ generation: 1, purpose: 'any' }, 32)).toString('hex')
const opened = () =>
  openKeyStore({ kind: 'file', path: sealed, passphraseFile: { path: passphraseFile, isFromSystemd: false } })

test('a server that is not simulated refuses the unsealed file and says how to seal it', async () => {
  const environment = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none', CARDWRIGHT_KEYS: unsealed }
  const refused = await cardwright(['serve'], { environment })
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('cardwright keys seal') })
})

test('the sample shop’s file is sealed into a new one with the same keys, for a passphrase that is typed twice', async () => {
  const words = ['keys', 'seal', '--file', unsealed, '--to', sealed]
  const differing = await cardwright(words, { input: [passphrase, 'something else that is long'] })
  expect(differing).toMatchObject({ code: 2, err: expect.stringContaining('The two passphrases differ') })
  expect(await readdir(folder)).not.toContain('keys.json')

  expect(await cardwright(words, { input: [passphrase, passphrase] })).toMatchObject({ code: 0 })
  expect(someKey(opened())).toBe(someKey(openKeyStore({ kind: 'file', path: unsealed })))
  expect(await cardwright(words, { input: [passphrase, passphrase] })).toMatchObject({ code: 1, out: '' })
})

test('a wrong passphrase opens nothing and is not repeated', async () => {
  const refused = await cardwright(['keys', 'check', '--file', sealed], {
    input: ['not what was drawn by dice'],
  })
  expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining('does not open') })
  expect(refused.err).not.toContain('drawn by dice')
})

test('unsealing takes two people and is written down; the new file opens without a passphrase', async () => {
  const open = join(folder, 'open.json')
  const words = ['keys', 'unseal', '--file', sealed, '--to', open, '--passphrase-file', passphraseFile]
  expect(await cardwright(words)).toMatchObject({ code: 2 })
  expect(await cardwright([...words, ...people])).toMatchObject({ code: 0 })
  expect(openKeyStore({ kind: 'file', path: open })).toMatchObject({ isUnsealed: true })
  expect(someKey(openKeyStore({ kind: 'file', path: open }))).toBe(someKey(opened()))
  const journal = await readFile(`${sealed}.journal`, 'utf8')
  const actions = journal
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).action)
  expect(actions).toEqual(['keys.sealed', 'keys.unsealing-begun', 'keys.unsealed'])
  expect(journal).not.toContain(passphrase)
})

describe('the configuration', () => {
  test('names a key file, or a token of a security module; secrets only by files', () => {
    expect(readKeyStore({ CARDWRIGHT_KEYS: '/keys' })).toEqual({ kind: 'file', path: '/keys' })
    expect(
      readKeyStore({ CARDWRIGHT_KEYS: '/keys', CREDENTIALS_DIRECTORY: '/run/credentials/c' }),
    ).toMatchObject({
      passphraseFile: { path: '/run/credentials/c/cardwright-passphrase', isFromSystemd: true },
    })
    const hsm = { KEY_STORE: 'pkcs11', PKCS11_MODULE: '/hsm.so', PKCS11_PIN_FILE: '/pin' }
    const pinFile = { path: '/pin', isFromSystemd: false }
    expect(readKeyStore({ ...hsm, PKCS11_SLOT: '3' })).toEqual({
      kind: 'pkcs11',
      module: '/hsm.so',
      token: { slot: 3 },
      pinFile,
    })
    expect(readKeyStore({ ...hsm, PKCS11_TOKEN: 'cards' })).toMatchObject({ token: { label: 'cards' } })
  })

  test.each([
    [{}, 'CARDWRIGHT_KEYS'],
    [{ KEY_STORE: 'cloud' }, 'KEY_STORE'],
    [{ KEY_STORE: 'pkcs11' }, 'PKCS11_MODULE'],
    [{ KEY_STORE: 'pkcs11', PKCS11_MODULE: '/hsm.so' }, 'PKCS11_PIN_FILE'],
    [{ KEY_STORE: 'pkcs11', PKCS11_MODULE: '/hsm.so', PKCS11_PIN_FILE: '/pin' }, 'PKCS11_TOKEN'],
    [
      {
        KEY_STORE: 'pkcs11',
        PKCS11_MODULE: '/a',
        PKCS11_PIN_FILE: '/p',
        PKCS11_TOKEN: 'a',
        PKCS11_SLOT: '1',
      },
      'PKCS11_TOKEN',
    ],
  ])('%j is refused with the name of what to set', (environment: Record<string, string>, name) => {
    expect(() => readKeyStore(environment)).toThrow(name)
  })
})
