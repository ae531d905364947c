import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lifeOf, stillLives, type ProcessLife } from '../../server/local/process-life.ts'
import { claimFolder } from '../../server/local/running-file.ts'

let folder: string
const children: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardwright-claim-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

function sleeper(): { child: ChildProcess; life: ProcessLife } {
  const child = spawn('sleep', ['60'])
  children.push(child)
  const life = lifeOf(child.pid ?? 0)
  if (!life) throw new Error('The sleeper did not start.')
  return { child, life }
}

async function dead(): Promise<ProcessLife> {
  const { child, life } = sleeper()
  child.kill('SIGKILL')
  await once(child, 'exit')
  return life
}

const leave = (supervisor: ProcessLife, left: ProcessLife[] = []) =>
  writeFile(join(folder, 'running.json'), JSON.stringify({ supervisor, children: left }))

test('the second to claim a folder is told who holds it, and where its pages are', async () => {
  const first = await claimFolder(folder)
  if (first.isOurs) await first.note({ address: 'http://localhost:8080/' })
  const second = await claimFolder(folder)
  expect(second).toMatchObject({ isOurs: false, holder: { address: 'http://localhost:8080/' } })
})

test('a released folder can be claimed again, and nothing is left in it', async () => {
  const first = await claimFolder(folder)
  if (first.isOurs) await first.release()
  expect(await readdir(folder)).toEqual([])
  expect((await claimFolder(folder)).isOurs).toBe(true)
})

test('the claim of a process that has died is cleared, and its children are ended first', async () => {
  const orphan = sleeper()
  await leave(await dead(), [orphan.life])
  expect((await claimFolder(folder)).isOurs).toBe(true)
  expect(stillLives(orphan.life)).toBe(false)
})

test('a number that was given to another process does not keep a dead claim alive, and that process is left alone', async () => {
  const stranger = sleeper()
  const earlierLife = { ...stranger.life, began: 'before' }
  await leave(earlierLife, [earlierLife])
  expect((await claimFolder(folder)).isOurs).toBe(true)
  expect(stillLives(stranger.life)).toBe(true)
})

test('ten who race for the claim of a dead process: one gets it', async () => {
  await leave(await dead())
  const claims = await Promise.all(Array.from({ length: 10 }, () => claimFolder(folder)))
  expect(claims.filter((claim) => claim.isOurs)).toHaveLength(1)
})
