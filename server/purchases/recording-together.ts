import type { KeyService } from '../keys/index.ts'
import { lockFreeMembers, moveUp, windowsOf } from '../levels/index.ts'
import { auditAll } from '../platform/audit.ts'
import { runTogether, type Asked, type Command } from '../platform/command.ts'
import type { Platform } from '../platform/platform.ts'
import { together } from '../platform/together.ts'
import type { Work } from '../platform/work.ts'
import { closeBooks, enterEarning, openFreeBooks, type Book } from '../points/index.ts'
import { membersToPayFor } from '../referrals/index.ts'
import { hasCaps } from './caps.ts'
import { judgeSales } from './judging.ts'
import { insertPurchases } from './queries.ts'
import { answerOf, earningOf, factOf, referenceOf, rowOf, type RecordedSale } from './recorded-sale.ts'
import { isPaidAboveTag, isTooLate, readSale, toJudge } from './sale.ts'
import type { NewPurchase, Purchase } from './schema.ts'

/** While one waits for the database the others gather and judge. */
const LANES = 3
const MOST_AT_ONCE = 64

/**
 * Records purchases that arrive at about the same moment in one transaction, as far as they are plain.
 * @returns undefined for one that `recordPurchase` must judge by itself: nothing of it was written
 */
export function gatherPurchases(
  { db, log }: Pick<Platform, 'db' | 'log'>,
  keys: KeyService,
): (command: Command, sale: NewPurchase) => Promise<Purchase | undefined> {
  const record = together({ lanes: LANES, most: MOST_AT_ONCE }, (asked: readonly Asked<NewPurchase>[]) =>
    runTogether(db, asked, (works) => recordTogether(keys, works)).catch((error: unknown) => {
      log.warn({ err: error, purchases: asked.length }, 'purchases are recorded one by one')
      return asked.map(() => undefined)
    }),
  )
  return (command, ask) => record({ command, ask })
}

interface Plain extends RecordedSale {
  index: number
  work: Work
}

/** What `recordPurchase` would have written, for those of the sales that are plain; undefined for the others. */
async function recordTogether(
  keys: KeyService,
  asks: readonly { work: Work; ask: NewPurchase }[],
): Promise<(Purchase | undefined)[]> {
  const answers: (Purchase | undefined)[] = asks.map(() => undefined)
  const held = await hold(await plainOnes(keys, asks))
  const [first] = held
  if (!first) return answers
  const isNew = await insertPurchases(
    first.work.tx,
    held.map((sale) => rowOf(sale.work, sale)),
  )
  const recorded = held.filter((_, index) => isNew[index])
  for (const sale of recorded) {
    const reached = await rise(sale)
    if (sale.book) enterEarning(sale.book, earningOf(sale.work, sale))
    answers[sale.index] = answerOf(sale.work, sale, { reached })
  }
  await closeBooks(recorded.flatMap(({ book }) => book ?? []))
  await auditAll(recorded.map((sale) => ({ work: sale.work, fact: factOf(sale.work, sale) })))
  return answers
}

/**
 * A sale is plain when it would be accepted, and when nothing but its member's own points and level follows from it: no
 * voucher, no caps that count it with others, nobody who is paid for having brought the member, and no other sale of
 * theirs beside it.
 */
async function plainOnes(
  keys: KeyService,
  asks: readonly { work: Work; ask: NewPurchase }[],
): Promise<Plain[]> {
  const sent = asks.flatMap(({ work, ask: sale }, index) => {
    const read = readSale(work, keys, sale)
    return read.ok && sale.voucher === undefined ? [{ ...read.value, work, index }] : []
  })
  const [first] = sent
  if (!first) return []
  const judged = await judgeSales(first.work.tx, sent.map(toJudge))
  const toPayFor = await membersToPayFor(
    first.work.tx,
    sent.flatMap(({ sale }, index) => {
      const judgement = judged[index]
      if (!judgement?.ok) return []
      const { memberId, inForce } = judgement.value
      return [{ memberId, rules: inForce.rules, paidFen: BigInt(sale.paidFen) }]
    }),
  )
  const members = new Set<string>()
  return sent.flatMap((one, index) => {
    const judgement = judged[index]
    if (!judgement?.ok) return []
    const { memberId, inForce, earn } = judgement.value
    if (isTooLate(one, judgement.value, one.work.now)) return []
    if (isPaidAboveTag(one.sale, judgement.value) || hasCaps(inForce.rules)) return []
    if (toPayFor.has(memberId) || members.has(memberId)) return []
    members.add(memberId)
    const earned = { capLeft: null, ...earn(BigInt(one.sale.paidFen), null) }
    return [{ ...one, judgement: judgement.value, earned }]
  })
}

const mayRise = ({ judgement }: Plain): boolean =>
  windowsOf(judgement.inForce.rules.levels, 'purchase').length > 0

const memberIdOf = ({ judgement }: Plain): string => judgement.memberId

/** Keeps points and level of their members for nobody else to change. @returns those sales whose member was free */
async function hold(plain: readonly Plain[]): Promise<(Plain & { book?: Book })[]> {
  const [first] = plain
  if (!first) return []
  const earning = plain.filter(({ earned }) => earned.points > 0n)
  const books = await openFreeBooks(earning.map((sale) => ({ work: sale.work, memberId: memberIdOf(sale) })))
  const opened = new Map(earning.map((sale, index) => [sale, books[index]]))
  const rising = plain.filter(mayRise).map(memberIdOf)
  const held = rising.length > 0 ? await lockFreeMembers(first.work.tx, rising) : new Set<string>()
  return plain.flatMap((sale) => {
    if (mayRise(sale) && !held.has(memberIdOf(sale))) return []
    if (!opened.has(sale)) return [sale]
    const book = opened.get(sale)
    return book ? [{ ...sale, book }] : []
  })
}

const rise = ({ work, judgement: { memberId, inForce } }: Plain): Promise<string | undefined> =>
  moveUp(work, inForce.rules, { memberId, looking: 'purchase', reference: referenceOf(work) })
