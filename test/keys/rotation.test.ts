import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { firstGeneration, retire, rotate } from '../../server/keys/generations.ts'
import { changeKeyFile, findKeyFile, writeKeyFile } from '../../server/keys/key-file.ts'
import type { AppError } from '../../server/platform/errors.ts'
import { cardwright } from './support.ts'

const passphrase = 'six words that dice have drawn'
const people = ['--asked-by', 'Li Wei', '--approved-by', 'Wang Fang']
const faultNamed = (code: string) => expect.objectContaining({ code })

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardwright-rotation-'))
  file = join(folder, 'keys.json')
})
afterEach(() => rm(folder, { recursive: true }))

const hexRoots = (path: string) =>
  findKeyFile(path)
    .open(undefined)
    .map(({ root }) => Buffer.from(root).toString('hex'))

test('a rotation that is killed at any moment loses no key: the file is the old one or the new one, whole', async () => {
  const program = fileURLToPath(new URL('rotating.ts', import.meta.url))
  for (let kill = 0; kill < 5; kill += 1) {
    const path = join(folder, `keys-${kill}.json`)
    const first = firstGeneration()
    writeKeyFile(path, [first])
    const child = spawn(process.execPath, ['--import', 'tsx', program, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await once(child.stdout, 'data')
    // Whatever is read at a moment is what a kill at this moment leaves behind.
    const until = performance.now() + 200 + Math.random() * 60
    while (performance.now() < until) expect(findKeyFile(path).generations.length).toBeGreaterThan(1)
    const closed = once(child, 'close')
    child.kill('SIGKILL')
    await closed

    const { generations } = findKeyFile(path)
    const acknowledged = Number(said.trim().split('\n').at(-1))
    expect(generations.length).toBeGreaterThanOrEqual(acknowledged)
    expect(generations.map(({ number }) => number)).toEqual(generations.map((_, index) => index + 1))
    expect(generations.filter(({ state }) => state === 'active')).toEqual([generations.at(-1)])
    expect(hexRoots(path)[0]).toBe(Buffer.from(first.root).toString('hex'))
    expect(hexRoots(`${path}.before-g${generations.length}`)).toEqual(hexRoots(path).slice(0, -1))

    await goesOn(path)
  }
}, 120_000)

/** The next rotation is done at once, or when what the killed one kept was moved away. */
async function goesOn(path: string): Promise<void> {
  const before = hexRoots(path)
  const roots = rotate(findKeyFile(path).open(undefined))
  const change = { roots, passphrase: undefined, change: `g${roots.length}` }
  try {
    changeKeyFile(path, change)
    expect(hexRoots(path).slice(0, -1)).toEqual(before)
  } catch (error) {
    expect((error as AppError).code).toBe('key-change-unfinished')
    await rename(`${path}.before-g${roots.length}`, join(folder, 'moved-away'))
    changeKeyFile(path, change)
    expect(hexRoots(path).slice(0, -1)).toEqual(before)
  }
}

test('a rotation that stopped between keeping the old file and putting the new one in its place says what to do', async () => {
  writeKeyFile(file, [firstGeneration()], passphrase)
  const before = await readFile(file, 'utf8')
  await writeFile(`${file}.before-g2`, before)
  await writeFile(`${file}.new-0badcafe`, before.slice(0, 100))
  await writeFile(join(folder, 'passphrase'), passphrase, { mode: 0o600 })
  const words = ['keys', 'rotate', '--file', file, '--passphrase-file', join(folder, 'passphrase'), ...people]
  const refused = await cardwright(words)
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.err).toContain(`${file} is whole`)
  expect(await readFile(file, 'utf8')).toBe(before)

  await rm(`${file}.before-g2`)
  const rotated = await cardwright([...words, '--json'])
  expect(rotated.code).toBe(0)
  expect(JSON.parse(rotated.out).generations).toMatchObject([
    { number: 1, state: 'reading' },
    { number: 2, state: 'active' },
  ])
  expect((await readdir(folder)).toSorted()).toEqual([
    'keys.json',
    'keys.json.before-g2',
    'keys.json.journal',
    'passphrase',
  ])
})

test('a generation is retired when another makes the cards, and 255 is the last', () => {
  const roots = rotate([firstGeneration()])
  expect(retire(roots, 1).map(({ state }) => state)).toEqual(['retired', 'active'])
  expect(() => retire(roots, 2)).toThrow(faultNamed('key-generation-in-use'))
  expect(() => retire(roots, 3)).toThrow(faultNamed('key-generation-unknown'))
  const last = { ...firstGeneration(), number: 255 }
  expect(() => rotate([last])).toThrow(faultNamed('key-generations-used-up'))
})
