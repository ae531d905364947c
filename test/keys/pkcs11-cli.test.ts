import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstGeneration, rotate } from '../../server/keys/generations.ts'
import { findKeyFile, writeKeyFile } from '../../server/keys/key-file.ts'
import { startSoftHsm, type SoftHsm } from './soft-hsm.ts'
import { cardwright } from './support.ts'

const passphrase = 'six words that dice have drawn'
const people = ['--asked-by', 'Li Wei', '--approved-by', 'Wang Fang']

let hsm: SoftHsm
beforeAll(async () => {
  hsm = await startSoftHsm()
  for (const label of ['own', 'moved']) await hsm.makeToken(label)
})
afterAll(() => hsm.remove())

const inToken = (label: string, more: Record<string, string> = {}) => ({
  environment: {
    ...hsm.environment,
    KEY_STORE: 'pkcs11',
    PKCS11_MODULE: hsm.module,
    PKCS11_TOKEN: label,
    PKCS11_PIN_FILE: join(hsm.folder, 'pin'),
    ...more,
  },
})

test('a root key is made, rotated, retired and written down in the security module, and split nowhere', async () => {
  const journal = join(hsm.folder, 'own.journal')
  const made = await cardwright(['keys', 'create', '--journal', journal, '--json'], inToken('own'))
  expect(made).toMatchObject({ code: 0, err: '' })
  const again = await cardwright(['keys', 'create', '--journal', journal], inToken('own'))
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('generation 1 already') })

  const change = async (...words: string[]) => {
    const { code, out } = await cardwright(
      ['keys', ...words, '--journal', journal, '--json', ...people],
      inToken('own'),
    )
    return { code, states: JSON.parse(out).generations.map(({ state }: { state: string }) => state) }
  }
  expect(await change('rotate')).toEqual({ code: 0, states: ['reading', 'active'] })
  expect(await change('retire', '--generation', '1')).toEqual({ code: 0, states: ['retired', 'active'] })
  const checked = await cardwright(['keys', 'check', '--json'], inToken('own'))
  expect(JSON.parse(checked.out).generations[0]).toMatchObject({
    number: 1,
    checkValue: JSON.parse(made.out).checkValue,
  })

  const split = await cardwright(
    ['keys', 'split', '--shares', '3', '--needed', '2', ...people],
    inToken('own'),
  )
  expect(split).toMatchObject({ code: 2, err: expect.stringContaining('security module') })

  const verified = await cardwright(['audit', 'verify', '--journal', journal, '--json'], inToken('own'))
  expect(JSON.parse(verified.out)).toEqual({ intact: true, entries: 5, unsigned: 0 })
  for (const text of [made.out, again.err, await readFile(journal, 'utf8')])
    expect(text).not.toContain(hsm.pin)
})

test('a key file is brought in with its check values', async () => {
  const file = join(hsm.folder, 'keys.json')
  writeKeyFile(file, rotate([firstGeneration()]), passphrase)
  await writeFile(join(hsm.folder, 'passphrase'), passphrase, { mode: 0o600 })
  const words = [
    'keys',
    'import',
    '--file',
    file,
    '--passphrase-file',
    join(hsm.folder, 'passphrase'),
    '--json',
  ]
  for (const time of ['first', 'again, as after an import that was cut off']) {
    const moved = await cardwright([...words, ...people], inToken('moved'))
    expect(moved.code, time).toBe(0)
    expect(JSON.parse(moved.out).generations).toEqual(findKeyFile(file).generations)
  }
  writeKeyFile(join(hsm.folder, 'other.json'), [firstGeneration()], passphrase)
  const foreign = await cardwright(
    [...words.slice(0, 3), join(hsm.folder, 'other.json'), ...words.slice(4), ...people],
    inToken('moved'),
  )
  expect(foreign).toMatchObject({ code: 1, err: expect.stringContaining('generation 1 already') })
})

test('a wrong PIN, an open PIN file and a missing setting are said, without the PIN', async () => {
  const wrongPin = join(hsm.folder, 'wrong-pin')
  await writeFile(wrongPin, '48205917\n', { mode: 0o600 })
  const wrong = await cardwright(['keys', 'check'], inToken('own', { PKCS11_PIN_FILE: wrongPin }))
  expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringContaining('refuses the PIN') })
  expect(wrong.err).not.toContain('48205917')
  const none = await cardwright(['keys', 'check'], inToken('own', { PKCS11_TOKEN: '' }))
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('Set PKCS11_TOKEN') })
})
