import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replaceFile, writeNewFile } from '../../server/keys/crash-safe-file.ts'
import { firstGeneration, retire, rotate } from '../../server/keys/generations.ts'
import { changeKeyFile, findKeyFile, writeKeyFile } from '../../server/keys/key-file.ts'
import { openKeyStore } from '../../server/keys/open-key-store.ts'
import { createRootKey } from '../../server/keys/root-key.ts'

const passphrase = 'six words that dice have drawn'
const faultNamed = (code: string) => expect.objectContaining({ code })

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardwright-keys-'))
  path = join(folder, 'keys.json')
})
afterEach(() => rm(folder, { recursive: true }))

const passphraseFile = async (content = passphrase, mode = 0o600) => {
  const file = join(folder, `passphrase-${mode}`)
  await writeFile(file, `${content}\n`, { mode })
  return { path: file, isFromSystemd: false }
}

describe('a sealed key file', () => {
  test('opens with its passphrase to the same keys, and shows nobody else a root', async () => {
    const roots = rotate([firstGeneration()])
    writeKeyFile(path, roots, passphrase)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const content = await readFile(path, 'utf8')
    for (const { root } of roots) {
      expect(content).not.toContain(Buffer.from(root).toString('hex'))
      expect(content).not.toContain(Buffer.from(root).toString('base64').slice(0, 40))
    }
    const found = findKeyFile(path)
    expect(found).toMatchObject({ isSealed: true, generations: [{ number: 1 }, { number: 2 }] })
    expect(found.open(passphrase).map(({ root }) => Buffer.from(root))).toEqual(
      roots.map(({ root }) => Buffer.from(root)),
    )
    const { store, isUnsealed } = openKeyStore({ kind: 'file', path, passphraseFile: await passphraseFile() })
    expect(isUnsealed).toBe(false)
    expect(store.generations.map(({ state }) => state)).toEqual(['reading', 'active'])
  })

  test('says that the passphrase is wrong, without repeating it', () => {
    writeKeyFile(path, [firstGeneration()], passphrase)
    const wrong = 'not what was drawn by dice'
    expect(() => findKeyFile(path).open(wrong)).toThrow(faultNamed('passphrase-wrong'))
    expect(() => findKeyFile(path).open(wrong)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(wrong) }),
    )
    expect(() => openKeyStore({ kind: 'file', path })).toThrow(faultNamed('passphrase-missing'))
  })

  test('says that it is damaged when any part of it was changed by accident', async () => {
    writeKeyFile(path, [firstGeneration()], passphrase)
    const content = await readFile(path, 'utf8')
    const damages = [
      content.replace(/"roots": "(.)/, (_, first) => `"roots": "${first === 'A' ? 'B' : 'A'}`),
      content.replace('"passes": 3', '"passes": 2'),
      content.replace('"number": 1', '"number": 2'),
      content.slice(0, 200),
      '',
    ]
    for (const damage of damages) {
      await writeFile(path, damage)
      expect(() => findKeyFile(path), damage.slice(0, 40)).toThrow(faultNamed('key-file-unreadable'))
    }
  })

  test('does not open when somebody revived a retired generation and made the checksum right again', async () => {
    writeKeyFile(path, retire(rotate([firstGeneration()]), 1), passphrase)
    const file = JSON.parse(await readFile(path, 'utf8'))
    file.generations[0].state = 'reading'
    const { kind, memoryKib, passes, lanes, salt } = file.stretching
    const generations = file.generations.map((one: object) => Object.values(one))
    const stretching = [kind, memoryKib, passes, lanes, salt]
    const header = JSON.stringify([file.purpose, file.format, generations, file.journalKey, stretching])
    file.checksum = createHash('sha256').update(header).update(file.roots).digest('hex')
    await writeFile(path, JSON.stringify(file))
    expect(findKeyFile(path).generations[0]?.state).toBe('reading')
    expect(() => findKeyFile(path).open(passphrase)).toThrow(faultNamed('passphrase-wrong'))
  })

  test('refuses a short passphrase', () => {
    expect(() => writeKeyFile(path, [firstGeneration()], 'short')).toThrow(faultNamed('passphrase-weak'))
  })
})

test('the unsealed file of the sample shop is generation 1 and says that it is not sealed', () => {
  const { bytes, checkValue } = createRootKey(path)
  const { store, isUnsealed } = openKeyStore({ kind: 'file', path })
  expect(isUnsealed).toBe(true)
  expect(store.generations).toEqual([{ number: 1, state: 'active', hierarchy: 1, checkValue }])
  expect(Buffer.from(findKeyFile(path).open(undefined)[0]?.root ?? [])).toEqual(Buffer.from(bytes))
})

test('a passphrase file that others may read is refused, unless systemd handed it over', async () => {
  writeKeyFile(path, [firstGeneration()], passphrase)
  const open = await passphraseFile(passphrase, 0o644)
  expect(() => openKeyStore({ kind: 'file', path, passphraseFile: open })).toThrow(
    faultNamed('secret-file-open'),
  )
  const { store } = openKeyStore({ kind: 'file', path, passphraseFile: { ...open, isFromSystemd: true } })
  expect(store.generations).toHaveLength(1)
  const none = { path: join(folder, 'none'), isFromSystemd: false }
  expect(() => openKeyStore({ kind: 'file', path, passphraseFile: none })).toThrow(
    faultNamed('secret-file-unreadable'),
  )
})

describe('writing', () => {
  test('never overwrites: a key file is made once', () => {
    writeKeyFile(path, [firstGeneration()], passphrase)
    expect(() => writeKeyFile(path, [firstGeneration()], passphrase)).toThrow(faultNamed('key-file-exists'))
    expect(() => createRootKey(path)).toThrow(faultNamed('key-file-exists'))
  })

  test('a change keeps the file as it was beside the new one and leaves nothing else', async () => {
    const roots = [firstGeneration()]
    writeKeyFile(path, roots, passphrase)
    const before = await readFile(path, 'utf8')
    const kept = changeKeyFile(path, { roots: rotate(roots), passphrase, change: 'g2' })
    expect(await readFile(kept, 'utf8')).toBe(before)
    expect(findKeyFile(path).generations).toHaveLength(2)
    expect((await readdir(folder)).toSorted()).toEqual(['keys.json', 'keys.json.before-g2'])
  })

  test('a change that was cut off, or that another makes now, is said and not written over', async () => {
    const roots = [firstGeneration()]
    writeKeyFile(path, roots, passphrase)
    changeKeyFile(path, { roots: rotate(roots), passphrase, change: 'g2' })
    const second = () => changeKeyFile(path, { roots: rotate(roots), passphrase, change: 'g2' })
    expect(second).toThrow(faultNamed('key-change-unfinished'))
    expect(findKeyFile(path).open(passphrase)).toHaveLength(2)
    expect((await readdir(folder)).filter((name) => name.includes('.new-'))).toEqual([])
  })

  test('what a killed write left behind is cleared away by the next', async () => {
    writeNewFile(path, 'one')
    await writeFile(`${path}.new-00112233`, 'half')
    replaceFile(path, 'two', `${path}.before-g2`)
    expect((await readdir(folder)).toSorted()).toEqual(['keys.json', 'keys.json.before-g2'])
  })
})
