import { assert } from '../platform/errors.ts'
import type { Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import type { Work } from '../platform/work.ts'
import { readDueLots } from './lot-queries.ts'
import { isExpired, least, piecesLeft, sumOf, takeFromFront, type Lot, type Piece } from './lots.ts'
import { addAccounts, lockAccounts, lockFreeAccounts, saveBooks, type Writings } from './book-queries.ts'
import type { TransferReason } from './schema.ts'
import type { Account, MemberAccount } from './table.ts'

/** One member's accounts, locked until the transaction ends, and what is written into them meanwhile. */
export interface Book extends Writings {
  work: Work
}

/** One row of the ledger: from one account to another, and the lots that it moves. */
export interface Transfer {
  from: Account
  to: Account
  reason: TransferReason
  /** kind and id of the cause */
  reference: string
  /** tells it apart from the command's others */
  part: string
  happenedAt: Date
}

/**
 * Opens a member's accounts. Nobody else can until the transaction ends: whatever follows may read first and write then.
 * What has become available or has expired by now is written down before anything else.
 */
export async function openBook(work: Work, memberId: string): Promise<Book> {
  const { hasDue, ...read } = await lockOrAdd(work, memberId)
  const book = newBook(work, { memberId, ...read })
  if (hasDue) {
    bringUpToDate(book, await readDueLots(work.tx, memberId, work.now))
    await closeBook(book)
  }
  return book
}

/**
 * Opens the accounts of several members for works that share a transaction, each for its own work, and waits for nobody.
 * @returns undefined for those whom `openBook` must open: another transaction holds them, or time has done something
 */
export async function openFreeBooks(
  openings: readonly { work: Work; memberId: string }[],
): Promise<(Book | undefined)[]> {
  const [first] = openings
  if (!first) return []
  const free = await lockFreeAccounts(
    first.work.tx,
    openings.map(({ work, memberId }) => ({ memberId, now: work.now })),
  )
  return openings.map(({ work, memberId }) => {
    const read = free.get(memberId)
    return read && !read.hasDue ? newBook(work, { memberId, ...read }) : undefined
  })
}

/**
 * Accounts of a member who has just joined in this transaction, so that nobody else knows them yet: they are opened when
 * the book is closed, once there is something in it.
 */
export const newMembersBook = (work: Work, memberId: string): Book => ({
  ...newBook(work, { memberId, ...nothingYet() }),
  isNew: true,
})

const newBook = (
  work: Work,
  { memberId, accounts, lastEntry }: Pick<Book, 'memberId' | 'accounts' | 'lastEntry'>,
): Book => ({
  work,
  memberId,
  accounts,
  lastEntry,
  isNew: false,
  transfers: [],
  pieces: [],
  newLots: new Set(),
  changedLots: new Set(),
})

const nothingYet = (): Pick<Book, 'accounts' | 'lastEntry'> => ({
  accounts: { pending: 0n, spendable: 0n, held: 0n, owed: 0n },
  lastEntry: 0n,
})

async function lockOrAdd({ tx, now }: { tx: Tx; now: Date }, memberId: string) {
  const locked = await lockAccounts(tx, memberId, now)
  if (locked) return locked
  if (await addAccounts(tx, memberId)) return { ...nothingYet(), hasDue: false }
  const added = await lockAccounts(tx, memberId, now)
  assert(added, 'accounts that another transaction has added are there')
  return added
}

function bringUpToDate(book: Book, due: readonly Lot[]): void {
  const { now } = book.work
  const matured = due.filter(({ account, availableAt }) => account === 'pending' && availableAt <= now)
  for (const lot of matured)
    move(book, [{ lot, points: lot.left }], {
      from: 'pending',
      to: 'spendable',
      reason: 'mature',
      reference: lot.reference,
      part: `mature/${lot.id}`,
      happenedAt: lot.availableAt,
    })
  letLapse(book, piecesLeft(due), 'due')
  payOwed(book, piecesLeft(matured), 'due')
}

/** Of points that can be spent, those whose time is over are gone. @returns the others */
export function letLapse(book: Book, freed: readonly Piece[], part: string): Piece[] {
  const { now } = book.work
  for (const { lot, points } of freed)
    if (isExpired(lot, now))
      move(book, [{ lot, points }], {
        from: 'spendable',
        to: 'expired',
        reason: 'lapse',
        reference: lot.reference,
        part: `${part}/lapse/${lot.id}`,
        happenedAt: lot.expiresAt ?? now,
      })
  return freed.filter(({ lot }) => !isExpired(lot, now))
}

/** Points that have just become free pay what the member owes. */
export function payOwed(book: Book, freed: readonly Piece[], part: string, reference?: string): void {
  const paid = takeFromFront(freed, least(-book.accounts.owed, sumOf(freed)))
  const cause = reference ?? paid[0]?.lot.reference
  if (cause === undefined) return
  const { now } = book.work
  const netting = { reason: 'netting', reference: cause, part: `${part}/netting`, happenedAt: now } as const
  move(book, paid, { from: 'spendable', to: 'owed', ...netting })
}

/** Writes one transfer of pieces of lots; one of nothing is left out. */
export function move(book: Book, pieces: readonly Piece[], transfer: Transfer): void {
  const id = record(book, sumOf(pieces), transfer)
  if (id === undefined) return
  for (const { lot, points } of pieces) {
    if (isOpen(transfer.from)) lot.left -= points
    if (isOpen(transfer.to)) {
      lot.left += points
      lot.account = transfer.to
    }
    if (transfer.from === 'expired') lot.expired -= points
    if (transfer.to === 'expired') lot.expired += points
    if (!book.newLots.has(lot)) book.changedLots.add(lot)
    book.pieces.push({ transferId: id, lotId: lot.id, points, recordedAt: book.work.now })
  }
}

/** Writes one transfer that no lot has a part in: of what is owed. @returns its id */
export function record(book: Book, points: bigint, transfer: Transfer): string | undefined {
  if (points === 0n) return undefined
  const { work, memberId, accounts } = book
  const { from, to, reason, reference, part, happenedAt } = transfer
  if (isMembers(from)) accounts[from] -= points
  if (isMembers(to)) accounts[to] += points
  book.lastEntry += 1n
  const id = derivedId(work.id, part)
  book.transfers.push({
    member_id: memberId,
    id,
    number: book.lastEntry,
    from_account: from,
    to_account: to,
    points,
    reason,
    reference,
    spendable_after: accounts.spendable,
    happened_at: happenedAt,
    recorded_at: work.now,
  })
  return id
}

const isMembers = (account: Account): account is MemberAccount =>
  account === 'pending' || account === 'spendable' || account === 'held' || account === 'owed'

const isOpen = (account: Account): account is Lot['account'] =>
  account === 'pending' || account === 'spendable'

/** Writes down all that was done since the book was opened or last closed. */
export const closeBook = (book: Book): Promise<void> => closeBooks([book])

/** As `closeBook`, of books of one transaction. */
export async function closeBooks(books: readonly Book[]): Promise<void> {
  const written = books.filter(({ transfers }) => transfers.length > 0)
  const [first] = written
  if (first) await saveBooks(first.work.tx, written)
  for (const book of books) {
    book.transfers = []
    book.pieces = []
    book.newLots.clear()
    book.changedLots.clear()
  }
  for (const book of written) book.isNew = false
}
