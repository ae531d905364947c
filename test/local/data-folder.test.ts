import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDataFolder, systemFolder } from '../../server/local/data-folder.ts'
import { canReach, postgresAccount } from '../../server/local/os-account.ts'
import { reachableBinaries } from '../../server/local/postgres-binaries.ts'

let place: string
let clone: string

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'cardwright-clone-'))
  await chmod(place, 0o755)
  clone = join(place, 'home', 'cardwright')
  await mkdir(clone, { recursive: true })
})
afterEach(() => rm(place, { recursive: true }))

test('data are kept beside the program, and nobody else can list them', async () => {
  const folder = await openDataFolder(undefined, clone)
  expect(folder).toEqual({ path: join(clone, 'data') })
  expect((await stat(folder.path)).mode & 0o066).toBe(0)
})

test('a folder that cannot be made is said in one sentence', async () => {
  await writeFile(join(place, 'file'), '')
  await expect(openDataFolder(join(place, 'file', 'data'), clone)).rejects.toThrow(
    'Choose a folder with --data',
  )
})

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('a clone under a closed home keeps its data in a system folder of its own, always the same', async () => {
    await chmod(join(place, 'home'), 0o700)
    const folder = await openDataFolder(undefined, clone)
    const again = await openDataFolder(undefined, clone)
    try {
      expect(dirname(folder.path)).toBe(systemFolder)
      expect(folder.reason).toContain(clone)
      expect(again.path).toBe(folder.path)
      expect(await canReach(await postgresAccount(), folder.path)).toBe(true)
    } finally {
      await rm(folder.path, { recursive: true })
    }
  })

  test('a wanted folder that PostgreSQL cannot enter is refused', async () => {
    await chmod(join(place, 'home'), 0o700)
    await expect(openDataFolder(join(clone, 'data'), clone)).rejects.toThrow('cannot enter')
  })

  test('programs under a closed home are copied, once, to where PostgreSQL can run them', async () => {
    const account = await postgresAccount()
    await chmod(join(place, 'home'), 0o700)
    const packaged = join(clone, 'native', 'bin')
    await mkdir(packaged, { recursive: true, mode: 0o700 })
    await writeFile(join(packaged, 'postgres'), '#!/bin/sh\n', { mode: 0o700 })

    const reachable = await reachableBinaries({ account, systemFolder: place, packaged })
    expect(reachable.startsWith(join(place, 'postgresql-'))).toBe(true)
    expect(await canReach(account, join(reachable, 'postgres'))).toBe(true)
    await rm(packaged, { recursive: true })
    await mkdir(packaged)
    expect(await reachableBinaries({ account, systemFolder: place, packaged })).toBe(reachable)
    expect(existsSync(join(reachable, 'postgres'))).toBe(true)
  })
})
