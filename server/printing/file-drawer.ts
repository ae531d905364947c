import { setTimeout as wait } from 'node:timers/promises'
import { DesignError } from '../../card-designs/engine/design-error.ts'
import { renderCards, renderManyCards } from '../batches/index.ts'
import type { KeyService } from '../keys/index.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { pressOf } from './colour-profiles.ts'
import {
  claimFile,
  finishFile,
  keepPiece,
  letGo,
  numbersToDraw,
  showLife,
  type ClaimedFile,
} from './file-drawing.ts'
import { inPieces } from './file-pieces.ts'
import { expireFiles } from './file-taking.ts'
import { lockJob, tellJob } from './job-queries.ts'
import { profileOf } from './profile.ts'
import { DRAW, wakePrinting } from './pulse.ts'
import { moveJob } from './settling.ts'
import { asSystem } from './system-work.ts'

/** Threads take a second to begin: fewer cards are drawn sooner without them. */
const MANY_CARDS = 1_000
const BEAT_MS = 5_000
const LOOK_MS = 500
/** How long a paused file stays half drawn in memory; after that it is begun anew. */
const PAUSE_MS = 300_000

export interface FileDrawer {
  /** Draws whatever waits, one file after the other. */
  draw(): Promise<void>
  stop(): Promise<void>
}

/** Draws the files for card printers' own programs, in the background; any server may, each file by one. */
export function createFileDrawer(
  platform: Pick<Platform, 'db' | 'clock' | 'log' | 'jobs'>,
  { keys }: { keys: KeyService },
): FileDrawer {
  const stopping = new AbortController()
  let atWork: Promise<void> = Promise.resolve()
  async function drawAll(): Promise<void> {
    while (!stopping.signal.aborted) {
      const file = await asSystem(platform, (work) => claimFile(work, keys))
      if (!file) return
      await drawFile(platform, { keys, file, signal: stopping.signal })
    }
  }
  return {
    draw() {
      atWork = drawAll()
      return atWork
    },
    async stop() {
      stopping.abort()
      await atWork.catch(() => undefined)
    },
  }
}

/** What waits is drawn at once; what was kept long enough is thrown away. Comes back by itself for what a killed server left. */
export const fileDrawing = (platform: Platform, drawer: FileDrawer): JobKind<object> => ({
  name: DRAW,
  cron: '* * * * *',
  async handle() {
    await expireFiles(platform)
    await drawer.draw()
  },
})

interface Drawing {
  keys: KeyService
  file: ClaimedFile
  signal: AbortSignal
}

async function drawFile(
  platform: Pick<Platform, 'db' | 'clock' | 'log' | 'jobs'>,
  { keys, file, signal }: Drawing,
): Promise<void> {
  const { db, clock, jobs, log } = platform
  const beat = setInterval(() => void showLife(db, file, clock.now()).catch(() => undefined), BEAT_MS)
  const pace = stopwatch()
  let cardsRead = 0
  let cardsDone = 0
  async function* numbers() {
    for await (const number of numbersToDraw(db, file.jobId)) {
      cardsRead += 1
      yield number
      if (file.cards < MANY_CARDS) cardsDone = cardsRead
    }
  }
  try {
    const cardNumbers = numbers()
    const press = await pressOf(db, file.colourProfileId)
    const look = {
      press,
      ...(file.sheet && { sheet: file.sheet }),
      ...(file.profile && { profile: profileOf(file.profile) }),
    }
    const drawn =
      file.cards < MANY_CARDS
        ? await renderCards({ db, keys }, file.batch, { cardNumbers, ...look })
        : await renderManyCards({ db, keys }, file.batch, {
            cardNumbers,
            ...look,
            onProgress: (cards) => {
              cardsDone = cards
            },
          })
    for await (const bytes of inPieces(drawn)) {
      const progress = { cardsDone, drawnMs: pace.ms() }
      if ((await inTransaction(db, (tx) => keepPiece(tx, file, { ...progress, bytes }))) === 'lost') return
      pace.hold()
      if (!(await mayGoOn(platform, file, signal))) return await giveUp()
      pace.go()
    }
    const progress = { cardsDone: cardsRead, drawnMs: pace.ms() }
    while (!(await asSystem(platform, (work) => finishFile(work, file, progress))))
      if (!(await mayGoOn(platform, file, signal))) return await giveUp()
  } catch (error) {
    await asSystem(platform, async (work) => {
      await letGo(work.tx, file)
      const job = await lockJob(work.tx, file.jobId)
      const trouble = error instanceof DesignError ? 'not-drawn' : 'file-failed'
      if (job?.state === 'printing' || job?.state === 'queued')
        await moveJob(work, job, 'stopped', { trouble })
      await tellJob(work, file.jobId)
    })
    if (!(error instanceof DesignError))
      log.error({ error, job: file.jobId }, 'drawing a file of cards failed')
  } finally {
    clearInterval(beat)
  }

  async function giveUp(): Promise<void> {
    await inTransaction(db, async (tx) => {
      await letGo(tx, file)
      if (signal.aborted) await wakePrinting(tx, jobs, 'file')
    })
  }
}

/** Waits while somebody has paused it. @returns false when it was cancelled, is another's, or stays paused too long */
async function mayGoOn(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  file: ClaimedFile,
  signal: AbortSignal,
): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= PAUSE_MS; waitedMs += LOOK_MS) {
    if (signal.aborted) return false
    const drawer = await showLife(db, file, clock.now())
    if (drawer !== 'paused') return drawer === 'goes-on'
    await wait(LOOK_MS)
  }
  return false
}

/** Counts the time that was spent drawing, not that of pauses. */
function stopwatch() {
  let heldMs = 0
  let since: number | undefined = performance.now()
  const running = () => (since === undefined ? 0 : performance.now() - since)
  return {
    ms: (): number => Math.round(heldMs + running()),
    hold(): void {
      heldMs += running()
      since = undefined
    },
    go(): void {
      since = performance.now()
    },
  }
}
