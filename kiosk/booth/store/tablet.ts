import { readBook, type Book } from './book.ts'
import type { NewEntry } from './contract.ts'
import type { Change } from './database.ts'
import { openFilter, type AskFilter } from './phone-filter.ts'
import { mostCharacters, nextPortion } from './portion.ts'
import {
  doubtClock,
  fetchFilter,
  fetchProvision,
  readFilter,
  readProvision,
  type Kept,
} from './provisioning.ts'
import { append, setPromoter, setRevoked } from './queue.ts'
import { sendWaiting, type Sent } from './sending.ts'
import { signedCall } from './signed-request.ts'
import type { Vault } from './vault.ts'

/** How it stands between tablet and server. */
export type Line = 'asking' | 'open' | 'laptop' | 'lost' | 'revoked' | 'stuck'

/** All that the page shows of the tablet; replaced as a whole when something changes. */
export interface TabletView {
  book: Book
  provision: Kept
  /** undefined: no filter was taken along yet */
  isKnown: AskFilter | undefined
  line: Line
}

/** An opened tablet that sends by itself what waits. */
export interface Tablet {
  vault: Vault
  view: () => TabletView
  subscribe: (changed: () => void) => () => void
  /** Returns the entry's number as soon as it is kept; it is sent afterwards. */
  write: (entry: NewEntry, alongside?: (number: number) => Promise<readonly Change[]>) => Promise<number>
  workAs: (promoterId: string | null) => Promise<void>
  /** Whether a number is known: the server's word, or without network what was taken along says “perhaps”. */
  askPhone: (phone: string) => Promise<PhoneAnswer>
  sendNow: () => void
  /** Asks for the drive's plan too, however lately it was taken along. */
  askNow: () => void
  /** The team says that the tablet's clock is wrong. */
  doubtClock: () => Promise<void>
  close: () => void
}

const firstPauseMs = 1_000
const longestPauseMs = 60_000
const quietMs = 300_000
/** How often the booth's laptop is asked whether the server has said its word. */
const atLaptopMs = 15_000
const freshMs = 60_000
/** Whoever was added since is found when entries are judged: not worth a megabyte each time. */
const filterFreshMs = 3_600_000
/** Whoever types a phone is told within this, by what was taken along if need be. */
const askWithinMs = 4_000

export type PhoneAnswer = 'known' | 'perhaps' | 'unknown' | 'nothing-to-ask'

/** Nothing was taken along yet, and the server cannot be asked. */
export class NotProvisioned extends Error {}
/** Another page of this browser has the tablet open: two forms of one draft would become two entries. */
export class OpenElsewhere extends Error {}

/** Throws `NotProvisioned` or `OpenElsewhere`. */
export async function openTablet(vault: Vault): Promise<Tablet> {
  const release = await holdTablet()
  try {
    return await startTablet(vault, release)
  } catch (failure) {
    release()
    throw failure
  }
}

const holdTablet = (): Promise<() => void> =>
  new Promise((resolve, reject) => {
    void navigator.locks.request('cardwright-open', { ifAvailable: true }, (lock) =>
      lock
        ? new Promise<void>((release) => resolve(release))
        : reject(new OpenElsewhere('another page has it')),
    )
  })

async function startTablet(vault: Vault, release: () => void): Promise<Tablet> {
  const [book, kept, filter] = await Promise.all([readBook(vault), readProvision(vault), readFilter(vault)])
  const provision = kept ?? (await firstProvision(vault))
  const isKnown = filter && (await openFilter(filter.filter))
  const tablet = runTablet(
    vault,
    { book, provision, isKnown, line: book.isRevoked ? 'revoked' : 'asking' },
    kept ? -Infinity : performance.now(),
  )
  const close = () => {
    tablet.close()
    release()
  }
  return { ...tablet, close }
}

const firstProvision = (vault: Vault): Promise<Kept> =>
  fetchProvision(vault).catch((failure: unknown) => {
    throw new NotProvisioned('nothing was taken along', { cause: failure })
  })

/** `provisionedAt` by the page's own clock, which nobody sets. */
function runTablet(vault: Vault, first: TabletView, provisionedAt: number): Tablet {
  let view = first
  const life = { isClosed: false }
  let takenAt = provisionedAt
  let [filterTriedAt, portion] = [-Infinity, mostCharacters]
  let taking: Promise<void> | undefined
  let wake: (() => void) | undefined
  const listeners = new Set<() => void>()
  const show = (part: Partial<TabletView>) => {
    view = { ...view, ...part }
    for (const listener of listeners) listener()
  }
  const sendNow = () => wake?.()
  const askNow = () => {
    takenAt = -Infinity
    sendNow()
  }

  /** Stock and known phones, not more often than they are worth. */
  async function takeAlong(isDue: boolean) {
    if (performance.now() - takenAt < (isDue ? freshMs : quietMs)) return
    show({ provision: await fetchProvision(vault) })
    takenAt = performance.now()
    takeFilter().catch(() => undefined) // the one that is kept serves on
  }

  async function takeFilter() {
    if (performance.now() - filterTriedAt < (view.isKnown ? filterFreshMs : quietMs)) return
    filterTriedAt = performance.now()
    const filter = await fetchFilter(vault, await readFilter(vault))
    if (filter) show({ isKnown: await openFilter(filter.filter) })
  }

  /** What is written meanwhile does not wait for what is taken along. */
  async function round(woken: Promise<void>): Promise<Sent | 'woken'> {
    const sent = await navigator.locks.request('cardwright-sync', () => sendWaiting(vault, portion))
    const isTaken = sent === 'goes-on' || sent === 'all-sent'
    portion = nextPortion(portion, { isTaken, isLost: sent === 'unreached' })
    show({ book: await readBook(vault), ...(isTaken ? { line: 'open' } : {}) })
    if (sent !== 'nothing-waits' && sent !== 'all-sent' && sent !== 'at-laptop') return sent
    taking ??= takeAlong(sent === 'all-sent').finally(() => (taking = undefined))
    const failed = (failure: unknown) => (sent === 'at-laptop' ? sent : outcomeOf(failure))
    return Promise.race([taking.then(() => sent, failed), woken.then(() => 'woken' as const)])
  }

  async function run() {
    let failures = 0
    while (!life.isClosed) {
      const sleep = sleeper()
      wake = sleep.wake
      const sent: Sent | 'woken' = await round(sleep.woken).catch((): Sent => 'unreached')
      if (life.isClosed) return
      if (sent === 'woken') continue
      if (sent === 'revoked' && !view.book.isRevoked) {
        await setRevoked(vault).catch(() => undefined)
        show({ book: await readBook(vault) })
      }
      show({ line: view.book.isRevoked ? 'revoked' : lines[sent] })
      failures = sent === 'unreached' ? failures + 1 : 0
      if (sent !== 'goes-on') await sleep.until(pauseAfter(sent, failures))
    }
  }

  window.addEventListener('online', sendNow)
  void run()
  return {
    vault,
    view: () => view,
    subscribe: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    write: async (entry, alongside) => {
      const number = await append(vault, entry, alongside)
      show({ book: await readBook(vault) })
      sendNow()
      return number
    },
    workAs: async (promoterId) => {
      await setPromoter(vault, promoterId)
      show({ book: await readBook(vault) })
    },
    askPhone: async (phone) => {
      if (view.line === 'open') {
        const known = await askServer(vault, phone).catch(() => undefined)
        if (known !== undefined) return known ? 'known' : 'unknown'
      }
      if (!view.isKnown) return 'nothing-to-ask'
      return (await view.isKnown(phone)) ? 'perhaps' : 'unknown'
    },
    sendNow,
    askNow,
    doubtClock: async () => show({ provision: await doubtClock(vault, view.provision) }),
    close: () => {
      life.isClosed = true
      window.removeEventListener('online', sendNow)
      wake?.()
    },
  }
}

async function askServer(vault: Vault, phone: string): Promise<boolean> {
  const path = `/api/v1/tablets/${vault.tabletId}/phone-checks`
  const { known } = await signedCall<{ known: boolean }>(vault, {
    method: 'POST',
    path,
    body: { phone },
    withinMs: askWithinMs,
  })
  return known
}

const lines: Readonly<Record<Sent, Line>> = {
  'nothing-waits': 'open',
  'all-sent': 'open',
  'goes-on': 'open',
  'at-laptop': 'laptop',
  unreached: 'lost',
  revoked: 'revoked',
  stuck: 'stuck',
}

const outcomeOf = (failure: unknown): Sent =>
  failure instanceof Error && 'code' in failure && failure.code === 'tablet-revoked' ? 'revoked' : 'unreached'

/** Longer after each failure, never the same for all tablets of a booth whose network comes back at once. */
function pauseAfter(sent: Sent, failures: number): number {
  if (sent === 'stuck' || sent === 'revoked') return longestPauseMs
  if (sent === 'at-laptop') return atLaptopMs
  if (sent !== 'unreached') return quietMs
  return Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs) * (0.75 + Math.random() / 2)
}

/** A pause that is cut short by a call that came before or during it. */
function sleeper() {
  const stop = new AbortController()
  const woken = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()))
  const wake = () => stop.abort()
  const until = async (ms: number) => {
    const timer = setTimeout(wake, ms)
    await woken
    clearTimeout(timer)
  }
  return { wake, woken, until }
}
