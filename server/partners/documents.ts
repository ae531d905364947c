import type { DocumentBlock, DocumentPdf } from '../../card-designs/engine/document.ts'
import { csv } from '../platform/csv.ts'
import { dayOf, ZONE } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { yuan } from '../programmes/index.ts'
import { entriesOfMonth, type EntryRow } from './entry-queries.ts'
import { findPartner, listAgreements, type AgreementRow } from './queries.ts'
import type { Language } from './schema.ts'
import { findSettlement, type SettlementRow } from './settlement-queries.ts'
import { wordingIn } from './wording.ts'

interface Paper {
  language: Language
  name: string
  settlement: SettlementRow
  entries: readonly EntryRow[]
  agreements: readonly AgreementRow[]
}

type Reading = Result<Paper, 'partner-unknown' | 'settlement-unknown'>

interface Which {
  partnerId: string
  settlementId: string
  language: Language
}

async function readPaper(db: Db, { partnerId, settlementId, language }: Which): Promise<Reading> {
  const partner = await findPartner(db, partnerId)
  if (!partner) return refuse('partner-unknown')
  const settlement = await findSettlement(db, partnerId, settlementId)
  if (!settlement || settlement.state === 'refused') return refuse('settlement-unknown')
  const entries = await entriesOfMonth(db, partnerId, settlement.month)
  const used = new Set(entries.map(({ agreement }) => agreement))
  const agreements = (await listAgreements(db, partnerId)).filter(({ number }) => used.has(number))
  const name = language === 'en' ? partner.name_en : partner.name_zh
  return accept({ language, name, settlement, entries, agreements })
}

/** Yuan with its sign before it; a minus as wide as a plus. */
const money = (fen: bigint): string => (fen < 0n ? `−${yuan(-fen)}` : yuan(fen))

/** As spreadsheets take it for a number: `-12.05`. */
function plain(fen: bigint): string {
  const [sign, amount] = fen < 0n ? ['-', -fen] : ['', fen]
  return `${sign}${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`
}

const signedPoints = ({ kind, points }: EntryRow): string =>
  kind === 'earn-cancelled' || kind === 'burn-cancelled' ? `-${points}` : String(points)

const moment = (at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'medium' }).format(at)

/** A settlement entry by entry, with its sum. Refuses with `partner-unknown`, `settlement-unknown`. */
export async function settlementCsv(
  db: Db,
  which: Which,
): Promise<Result<string, 'partner-unknown' | 'settlement-unknown'>> {
  const read = await readPaper(db, which)
  if (!read.ok) return read
  const { entries, settlement, language } = read.value
  const { column, kind, total } = wordingIn(language)
  const rows = entries.map((entry) => [
    String(entry.number),
    kind[entry.kind],
    entry.reference,
    signedPoints(entry),
    entry.amount_fen === null ? '' : plain(entry.amount_fen),
    plain(entry.fen),
    entry.agreement === null ? '' : String(entry.agreement),
    moment(entry.happened_at),
    moment(entry.recorded_at),
    entry.note,
  ])
  const sum = [total, '', '', '', '', plain(settlement.net_fen), '', '', '', '']
  return accept(csv([Object.values(column), ...rows, sum]))
}

/** A settlement on paper: its sums, day by day, who owes whom. Refuses with `partner-unknown`, `settlement-unknown`. */
export async function settlementPdf(
  db: Db,
  which: Which,
): Promise<Result<Uint8Array, 'partner-unknown' | 'settlement-unknown'>> {
  const read = await readPaper(db, which)
  if (!read.ok) return read
  const { renderDocumentPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const { settlement } = read.value
  const createdAt = settlement.decided_at ?? settlement.proposed_at
  return accept(await renderDocumentPdf(pageOf(read.value), { createdAt }))
}

function pageOf(paper: Paper): DocumentPdf {
  const { language, name, settlement } = paper
  const text = wordingIn(language)
  return {
    format: 'a4',
    language,
    title: text.title,
    subtitle: `${name} · ${settlement.month.slice(0, 7)} · ${text.number(settlement.number)}`,
    blocks: [
      { kind: 'heading', text: text.figures },
      figures(paper),
      { kind: 'paragraph', tone: 'strong', text: balance(paper) },
      { kind: 'paragraph', tone: 'note', text: `${text.rounding} ${text.late}` },
      { kind: 'heading', text: text.byDay },
      dayByDay(paper),
      { kind: 'heading', text: text.agreements },
      agreementTable(paper),
      { kind: 'signatures', names: [text.sign(text.shop), text.sign(name)] },
    ],
  }
}

function figures({ language, settlement }: Paper): DocumentBlock {
  const text = wordingIn(language)
  return {
    kind: 'key-values',
    rows: [
      { key: text.entries, value: String(settlement.entries) },
      {
        key: text.given,
        value: `${text.points(String(settlement.given_points))} · ${money(settlement.given_fen)}`,
      },
      {
        key: text.burned,
        value: `${text.points(String(settlement.burned_points))} · ${money(-settlement.burned_fen)}`,
      },
      { key: text.adjusted, value: money(settlement.adjusted_fen) },
      { key: text.net, value: money(settlement.net_fen) },
      ...(settlement.sent_on === null ? [] : [{ key: text.sent, value: settlement.sent_on }]),
      ...(settlement.paid_on === null
        ? []
        : [{ key: text.paid, value: `${settlement.paid_on} · ${settlement.paid_reference ?? ''}` }]),
    ],
  }
}

function balance({ language, name, settlement: { net_fen: net } }: Paper): string {
  const text = wordingIn(language)
  if (net === 0n) return text.even
  return net > 0n ? text.owes(name, yuan(net)) : text.owed(name, yuan(-net))
}

const sumOf = (entries: readonly EntryRow[], kinds: readonly EntryRow['kind'][]): bigint =>
  entries.reduce((sum, { kind, fen }) => (kinds.includes(kind) ? sum + fen : sum), 0n)

function dayByDay({ language, entries, settlement }: Paper): DocumentBlock {
  const text = wordingIn(language)
  const right = { weight: 1, align: 'right' } as const
  const days = new Map<string, EntryRow[]>()
  for (const entry of entries) {
    const day = dayOf(entry.happened_at)
    const some = days.get(day)
    if (some) some.push(entry)
    else days.set(day, [entry])
  }
  return {
    kind: 'table',
    columns: [
      { title: text.day, weight: 1 },
      { title: text.entries, ...right },
      { title: text.given, ...right, weight: 1.4 },
      { title: text.burned, ...right, weight: 1.4 },
      { title: text.adjusted, ...right },
      { title: text.net, ...right },
    ],
    rows: [...days]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([day, some]) => [
        day,
        String(some.length),
        money(sumOf(some, ['earn', 'earn-cancelled'])),
        money(sumOf(some, ['burn', 'burn-cancelled'])),
        money(sumOf(some, ['adjustment'])),
        money(some.reduce((sum, { fen }) => sum + fen, 0n)),
      ]),
    total: [
      text.total,
      String(settlement.entries),
      money(settlement.given_fen),
      money(-settlement.burned_fen),
      money(settlement.adjusted_fen),
      money(settlement.net_fen),
    ],
  }
}

function agreementTable({ language, agreements }: Paper): DocumentBlock {
  const text = wordingIn(language)
  const rate = (fen: number | null): string => (fen === null ? text.none : yuan(BigInt(fen)))
  return {
    kind: 'table',
    columns: [
      { title: text.agreement, weight: 1 },
      { title: text.pays, weight: 2, align: 'right' },
      { title: text.gets, weight: 2, align: 'right' },
    ],
    rows: agreements.map((one) => [
      String(one.number),
      rate(one.pays_fen_per_hundred),
      rate(one.gets_fen_per_hundred),
    ]),
  }
}
