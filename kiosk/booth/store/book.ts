import type { NewEntry, Synced, Verdict } from './contract.ts'
import type { Vault } from './vault.ts'

/** How many judgements are shown again; the office has all of them. */
const judgedKept = 200

/** A judgement as the team sees it again: of the person only the card's last digits. */
export interface Judged extends Pick<Verdict, 'number' | 'verdict' | 'reason' | 'action' | 'words'> {
  kind: NewEntry['kind']
  label: string
}

/** A piece that left the table or came back by an entry that the server's stock may not know yet. */
interface GiftMove {
  number: number
  giftId: string
  pieces: number
}

/** What the tablet knows of its own doings, apart from the entries themselves. */
export interface Book {
  /** number of the next entry */
  next: number
  /** SHA-256 of the text of the entry before, hex; empty before the first */
  previous: string
  /** all below are judged */
  judgedUpTo: number
  judged: readonly Judged[]
  /** of entries that wait: what is told of them when they are judged */
  waiting: readonly Pick<Judged, 'number' | 'kind' | 'label'>[]
  usedCards: readonly string[]
  giftMoves: readonly GiftMove[]
  /** promoters whose shift is open on this tablet, with the moment by the tablet's clock */
  shifts: Readonly<Record<string, string>>
  /** who works at the tablet now */
  promoterId: string | null
  /** people enrolled with this tablet, by day */
  enrolled: { day: string; count: number }
  /** the server has said that it takes nothing more from this tablet; for good */
  isRevoked: boolean
  /** why two people of the office have given up what still waits on this revoked tablet */
  writtenOff?: string
  /** the booth's laptop has all entries up to `upTo`, and no word on `waiting` of them; none where there is no laptop */
  laptop?: Synced['laptop'] | null
}

const emptyBook: Book = {
  next: 1,
  previous: '',
  judgedUpTo: 0,
  judged: [],
  waiting: [],
  usedCards: [],
  giftMoves: [],
  shifts: {},
  promoterId: null,
  enrolled: { day: '', count: 0 },
  isRevoked: false,
}

export const readBook = async (vault: Vault): Promise<Book> =>
  ((await vault.read('book')) as Book | undefined) ?? emptyBook

/** Whether everything that waits is at the booth's laptop too. */
export const isAllAtLaptop = ({ laptop, waiting }: Book): boolean =>
  waiting.length > 0 && (waiting.at(-1)?.number ?? 0) <= (laptop?.upTo ?? 0)

/** Changes of the book follow one another, also those of two pages of one browser. */
export const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks.request('cardwright-book', work)

export interface Written {
  entry: NewEntry
  number: number
  /** SHA-256 of its text, hex */
  digest: string
  madeAt: Date
}

/** The book after one more entry. */
export function withEntry(book: Book, { entry, number, digest, madeAt }: Written): Book {
  const cardNumber = entry.kind === 'enrolment' ? entry.cardNumber : ''
  return {
    ...book,
    next: number + 1,
    previous: digest,
    waiting: [...book.waiting, { number, kind: entry.kind, label: cardNumber.slice(-4) }],
    usedCards: cardNumber ? [...book.usedCards, cardNumber] : book.usedCards,
    giftMoves: [...book.giftMoves, ...movesOf(entry).map((move) => ({ ...move, number }))],
    shifts: shiftsAfter(book.shifts, entry, madeAt),
    enrolled: entry.kind === 'enrolment' ? oneMore(book.enrolled, dayOf(madeAt)) : book.enrolled,
  }
}

/** The tablet's own day, as its people see it on its clock. */
export const dayOf = (moment: Date): string =>
  [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')

const oneMore = ({ day, count }: Book['enrolled'], today: string) => ({
  day: today,
  count: day === today ? count + 1 : 1,
})

function movesOf(entry: NewEntry): Omit<GiftMove, 'number'>[] {
  switch (entry.kind) {
    case 'enrolment':
      return entry.body.giftId ? [{ giftId: entry.body.giftId, pieces: -1 }] : []
    case 'gift-returned':
      return [{ giftId: entry.body.giftId, pieces: 1 }]
    case 'gift-swapped':
      return [
        { giftId: entry.body.giftId, pieces: 1 },
        { giftId: entry.body.forGiftId ?? entry.body.giftId, pieces: -1 },
      ]
    case 'gift-broken':
      return [{ giftId: entry.body.giftId, pieces: -1 }]
    case 'handover':
    case 'shift-opened':
    case 'shift-closed':
      return []
  }
}

function shiftsAfter(shifts: Book['shifts'], { kind, promoterId }: NewEntry, madeAt: Date): Book['shifts'] {
  if (kind === 'shift-opened') return { ...shifts, [promoterId]: madeAt.toISOString() }
  if (kind !== 'shift-closed') return shifts
  const { [promoterId]: _, ...others } = shifts
  return others
}

/** The book after the server's word on some entries. */
export function withVerdicts(book: Book, verdicts: readonly Verdict[]): Book {
  const judged = verdicts.flatMap((verdict) => {
    const entry = book.waiting.find(({ number }) => number === verdict.number)
    return entry ? [{ ...verdict, ...entry }] : []
  })
  const gone = new Set(verdicts.map(({ number }) => number))
  return {
    ...book,
    judgedUpTo: Math.max(book.judgedUpTo, ...gone),
    judged: [...judged.toReversed(), ...book.judged].slice(0, judgedKept),
    waiting: book.waiting.filter(({ number }) => !gone.has(number)),
  }
}
