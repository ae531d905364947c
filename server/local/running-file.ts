import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { lifeOf, stillLives, type ProcessLife } from './process-life.ts'

/** What a running product leaves in its data folder, so that a second one finds it. */
export interface Running {
  supervisor: ProcessLife
  children: ProcessLife[]
  /** undefined until pages are served. */
  address?: string
}

export interface OurClaim {
  isOurs: true
  /** Writes down what has changed. */
  note: (news: Partial<Omit<Running, 'supervisor'>>) => Promise<void>
  release: () => Promise<void>
}

export type Claim = OurClaim | { isOurs: false; holder: Running }

/**
 * Claims the data folder for this process. A claim whose process has died is cleared, and the children that it left
 * behind are ended before this returns, so that two servers never work on one claim.
 */
export async function claimFolder(folder: string): Promise<Claim> {
  const path = join(folder, 'running.json')
  const supervisor = lifeOf(process.pid)
  if (!supervisor) throw new Error('The kernel does not know this process.')
  let running: Running = { supervisor, children: [] }

  while (!(await publish(path, running))) {
    const holder = await read(path)
    if (!holder) continue
    if (stillLives(holder.supervisor)) return { isOurs: false, holder }
    await Promise.all(holder.children.map(endOrphan))
    await clear(path, holder)
  }
  let written = Promise.resolve()
  return {
    isOurs: true,
    note: (news) => {
      running = { ...running, ...news }
      written = written.then(() => replace(path, running))
      return written
    },
    release: async () => {
      await written
      await rm(path, { force: true })
    },
  }
}

/** Puts a whole file in place if there is none: a reader never sees half of it. */
async function publish(path: string, running: Running): Promise<boolean> {
  const draft = await writeDraft(path, running)
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft)
  }
}

const replace = async (path: string, running: Running) => rename(await writeDraft(path, running), path)

async function writeDraft(path: string, running: Running): Promise<string> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, JSON.stringify(running), { mode: 0o600 })
  return draft
}

async function read(path: string): Promise<Running | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const running: Running = JSON.parse(text)
  return running
}

/** Takes the dead claim away, unless another start was quicker and put its own there: then that is put back. */
async function clear(path: string, dead: Running) {
  const aside = `${path}.${randomUUID()}`
  await rename(path, aside).catch(() => undefined)
  const moved = await read(aside)
  if (moved && moved.supervisor.began !== dead.supervisor.began)
    await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
}

const drainMs = 10_000

async function endOrphan(life: ProcessLife) {
  const deadline = performance.now() + drainMs
  if (stillLives(life)) process.kill(life.pid, 'SIGTERM')
  while (stillLives(life)) {
    if (performance.now() > deadline) process.kill(life.pid, 'SIGKILL')
    await sleep(20)
  }
}
