import { newCommandId } from '../../api/call.ts'
import { now } from '../../ui/now.ts'
import { inTurn, readBook, withEntry, withVerdicts, type Book } from './book.ts'
import { sha256Hex } from './bytes.ts'
import type { Entry, NewEntry, Verdict } from './contract.ts'
import { change, countOf, readFirst, type Change } from './database.ts'
import type { Sealed } from './sealing.ts'
import type { Vault } from './vault.ts'

interface Waiting {
  number: number
  sealed: Sealed
}

/** An entry as it is sent, with its number. */
export interface QueuedEntry extends Entry {
  number: number
}

/**
 * Writes an entry behind the last one: signed, chained to it, sealed. `alongside` is kept in the same stroke, such as
 * the draft that the entry was made of, so that a crash leaves either the draft or the entry.
 */
export const append = (
  vault: Vault,
  entry: NewEntry,
  alongside: (number: number) => Promise<readonly Change[]> = () => Promise.resolve([]),
): Promise<number> =>
  inTurn(async () => {
    const book = await readBook(vault)
    const [number, madeAt] = [book.next, now()]
    const { promoterId, kind, body } = entry
    const text = JSON.stringify({
      tabletId: vault.tabletId,
      number,
      previous: book.previous,
      id: newCommandId(),
      madeAt: madeAt.toISOString(),
      promoterId,
      kind,
      body,
    })
    const sealed = await vault.sealEntry(number, { text, signature: await vault.sign(text) })
    const after = withEntry(book, { entry, number, digest: await sha256Hex(text), madeAt })
    await change([
      { do: 'add', shelf: 'queue', key: number, value: { number, sealed } satisfies Waiting },
      await vault.put('book', after),
      ...(await alongside(number)),
    ])
    return number
  })

export const countWaiting = (): Promise<number> => countOf('queue')

/** The first entries that wait, in order, of those behind `after`. */
export async function firstWaiting(vault: Vault, most: number, after = 0): Promise<QueuedEntry[]> {
  const waiting = await readFirst<Waiting>('queue', most, after)
  return Promise.all(
    waiting.map(async ({ number, sealed }) => ({
      number,
      ...((await vault.openEntry(number, sealed)) as Entry),
    })),
  )
}

/** The only way out of the queue: the server's word. `laptop` is what the booth's laptop has meanwhile, where there is one. */
export const settle = (
  vault: Vault,
  verdicts: readonly Verdict[],
  laptop: Book['laptop'] = null,
): Promise<Book> =>
  inTurn(async () => {
    const book = { ...withVerdicts(await readBook(vault), verdicts), laptop }
    await change([
      await vault.put('book', book),
      ...verdicts.map(({ number }): Change => ({ do: 'delete', shelf: 'queue', key: number })),
    ])
    return book
  })

/** Who works at the tablet now. */
export const setPromoter = (vault: Vault, promoterId: string | null): Promise<void> =>
  changeBook(vault, { promoterId })

/** Number of the first entry that waits. */
export const firstNumber = async (): Promise<number | undefined> =>
  (await readFirst<Waiting>('queue', 1))[0]?.number

/** Known from then on also where no server can be asked. */
export const setRevoked = (vault: Vault): Promise<void> => changeBook(vault, { isRevoked: true })

/** What waits may be erased with the tablet, which stays revoked. */
export const setWrittenOff = (vault: Vault, reason: string): Promise<void> =>
  changeBook(vault, { writtenOff: reason })

const changeBook = (vault: Vault, part: Partial<Book>): Promise<void> =>
  inTurn(async () => change([await vault.put('book', { ...(await readBook(vault)), ...part })]))
