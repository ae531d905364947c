import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { isOnlyPerson } from '../staff/index.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { asWritten } from './entering.ts'
import { listEntries, partnersOutOfBalance, sumsByMonth, type EntryRow, type Sums } from './entry-queries.ts'
import { firstDay } from './months.ts'
import {
  agreementAt,
  findPartner,
  listAgreements,
  listKeys,
  listPartners,
  namesOf,
  type AgreementRow,
  type PartnerRow,
} from './queries.ts'
import type {
  Agreement,
  Entry,
  ListedPartner,
  MonthOfPartner,
  Partner,
  PartnerKey,
  Settlement,
} from './schema.ts'
import { listSettlements, type SettlementRow } from './settlement-queries.ts'

const ENTRIES_AT_ONCE = 50

const listed = (row: PartnerRow, isWaiting: boolean): ListedPartner => ({
  id: row.id,
  nameZh: row.name_zh,
  nameEn: row.name_en,
  contact: row.contact,
  state: row.state,
  openMonth: row.open_month.slice(0, 7),
  entries: Number(row.entries),
  balanceFen: Number(row.balance_fen),
  isWaiting,
})

export const describePartners = async (db: Db): Promise<ListedPartner[]> =>
  (await listPartners(db)).map((row) => listed(row, row.is_waiting))

/** One partner whole. Refuses with `partner-unknown`. */
export async function describePartner(
  { db, actor, now }: { db: Db; actor: Actor; now: Date },
  id: string,
): Promise<Result<Partner, 'partner-unknown'>> {
  const row = await findPartner(db, id)
  if (!row) return refuse('partner-unknown')
  const [agreements, keys, months, settlements, inForce] = await Promise.all([
    listAgreements(db, id),
    listKeys(db, id),
    sumsByMonth(db, id),
    listSettlements(db, id),
    agreementAt(db, id, now),
  ])
  const decided = [...agreements, ...settlements]
  const names = await namesOf(
    db,
    decided.flatMap(({ proposed_by: first, decided_by: second }) => [first, second]),
  )
  const reader = { actor, names }
  const isWaiting = decided.some(({ state }) => state === 'proposed')
  return accept({
    ...listed(row, isWaiting),
    inForce: inForce?.number ?? null,
    isAlone: await isOnlyPerson(db),
    agreements: agreements.map((one) => asAgreement(one, reader)),
    keys: keys.map((key): PartnerKey => ({
      id: key.id,
      name: key.name,
      createdAt: key.created_at.toISOString(),
      revokedAt: key.revoked_at?.toISOString() ?? null,
    })),
    months: withOpenMonth(months, row.open_month).map(({ month, ...sums }): MonthOfPartner => ({
      month: month.slice(0, 7),
      isOpen: month >= row.open_month,
      ...asSums(sums),
    })),
    settlements: settlements.map((one) => asSettlement(one, reader)),
  })
}

const NOTHING: Sums = {
  entries: 0n,
  given_points: 0n,
  given_fen: 0n,
  burned_points: 0n,
  burned_fen: 0n,
  adjusted_fen: 0n,
  net_fen: 0n,
}

/** The month that is settled next is shown though nothing happened in it. */
function withOpenMonth<Month extends Sums & { month: string }>(months: readonly Month[], openMonth: string) {
  if (months.some(({ month }) => month === openMonth)) return months
  return [...months, { ...NOTHING, month: openMonth }].toSorted((one, other) =>
    one.month < other.month ? 1 : -1,
  )
}

const asSums = (sums: Sums) => ({
  entries: Number(sums.entries),
  givenPoints: Number(sums.given_points),
  givenFen: Number(sums.given_fen),
  burnedPoints: Number(sums.burned_points),
  burnedFen: Number(sums.burned_fen),
  adjustedFen: Number(sums.adjusted_fen),
  netFen: Number(sums.net_fen),
})

type Decided = Pick<
  SettlementRow,
  'proposed_by' | 'proposed_at' | 'decided_by' | 'decided_at' | 'decision_reason'
>

interface Reader {
  actor: Actor
  names: ReadonlyMap<string, string>
}

const asDecided = (row: Decided, { actor, names }: Reader) => ({
  proposedBy: names.get(row.proposed_by) ?? '',
  proposedAt: row.proposed_at.toISOString(),
  decidedBy: row.decided_by === null ? null : (names.get(row.decided_by) ?? ''),
  decidedAt: row.decided_at?.toISOString() ?? null,
  decisionReason: row.decision_reason,
  isOwn: actor.kind === 'staff' && actor.staffId === row.proposed_by,
})

const orNull = (points: bigint | null): number | null => (points === null ? null : Number(points))

const asAgreement = (row: AgreementRow, reader: Reader): Agreement => ({
  number: row.number,
  state: row.state,
  startsAt: row.starts_at?.toISOString() ?? null,
  paysFenPerHundred: row.pays_fen_per_hundred,
  getsFenPerHundred: row.gets_fen_per_hundred,
  fenPerPoint: row.fen_per_point,
  earnPerDay: orNull(row.earn_per_day),
  earnPerMonth: orNull(row.earn_per_month),
  burnPerDay: orNull(row.burn_per_day),
  burnPerMonth: orNull(row.burn_per_month),
  cancelDays: row.cancel_days,
  lateDays: row.late_days,
  note: row.note,
  ...asDecided(row, reader),
})

const asSettlement = (row: SettlementRow, reader: Reader): Settlement => ({
  id: row.id,
  month: row.month.slice(0, 7),
  number: row.number,
  state: row.state,
  ...asSums(row),
  ...asDecided(row, reader),
  sentOn: row.sent_on,
  paidOn: row.paid_on,
  paidReference: row.paid_reference,
})

const asEntry = (row: EntryRow): Entry => ({
  ...asWritten(row),
  about: row.about,
  memberId: row.member_id,
  agreement: row.agreement,
  amountFen: orNull(row.amount_fen),
  balanceFen: Number(row.balance_fen),
  happenedAt: row.happened_at.toISOString(),
  recordedAt: row.recorded_at.toISOString(),
  note: row.note,
})

/** A partner's account, newest first. Refuses with `partner-unknown`. */
export async function accountOf(
  db: Db,
  id: string,
  { month, before }: { month?: string; before?: string },
): Promise<Result<{ entries: Entry[]; next: string | null }, 'partner-unknown'>> {
  if (!(await findPartner(db, id))) return refuse('partner-unknown')
  const rows = await listEntries(db, id, {
    month: month === undefined ? undefined : firstDay(month),
    before: before === undefined ? undefined : BigInt(before),
    limit: ENTRIES_AT_ONCE + 1,
  })
  const shown = rows.slice(0, ENTRIES_AT_ONCE)
  const last = shown.at(-1)
  return accept({
    entries: shown.map(asEntry),
    next: rows.length > ENTRIES_AT_ONCE && last ? String(last.number) : null,
  })
}

/** Adds all partners' books up again, against themselves and the members'. */
export async function checkPartners(db: Db): Promise<{ isBalanced: boolean; wrongPartners: string[] }> {
  const wrongPartners = await partnersOutOfBalance(db)
  return { isBalanced: wrongPartners.length === 0, wrongPartners }
}
