import type { DocumentBlock } from '../../card-designs/engine/document.ts'
import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, type Result } from '../platform/refusal.ts'
import { describeCount } from './booth-count-view.ts'
import { findBooth } from './booth-queries.ts'
import { timeIn, wordingIn, type Language } from './document-wording.ts'
import { enrolledIn, findDrive, sourcesOf } from './drive-queries.ts'
import { dayTotals, enrolmentsByPerson, enrolmentsBySource, giftsGiven } from './figures.ts'
import type { BoothCount } from './schema.ts'

/** The booth's day on one A4 page: figures, count, who answers for it. Refuses as `describeCount` does. */
export async function printReport(
  { db, actor }: { db: Db; actor: Actor },
  { countId, language }: { countId: string; language: Language },
): Promise<Result<Uint8Array, 'count-unknown' | 'not-in-team'>> {
  const count = await describeCount(db, actor, countId)
  if (!count.ok) return count
  const figures = await readFigures(db, count.value)
  const { boothName, driveName, day, countedAt } = count.value
  const { renderDocumentPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const pdf = await renderDocumentPdf(
    {
      format: 'a4',
      language,
      title: wordingIn(language).reportTitle,
      subtitle: `${driveName} · ${boothName} · ${day}`,
      blocks: [
        ...enrolmentBlocks(language, figures),
        ...stockBlocks(language, count.value, figures),
        signatureBlock(language, count.value),
      ],
    },
    { createdAt: new Date(countedAt) },
  )
  return accept(pdf)
}

async function readFigures(db: Db, { boothId, day }: BoothCount) {
  const booth = await findBooth(db, boothId)
  const drive = booth && (await findDrive(db, booth.drive_id))
  assert(drive, 'a count has a booth and a booth a drive')
  const scope = { boothId, day }
  const [totals, sources, bySource, people, gifts, enrolled] = await Promise.all([
    dayTotals(db, scope),
    sourcesOf(db, [drive.id]),
    enrolmentsBySource(db, scope),
    enrolmentsByPerson(db, scope),
    giftsGiven(db, scope),
    enrolledIn(db, [drive.id]),
  ])
  return { drive, totals, sources, bySource, people, gifts, enrolled: enrolled.get(drive.id) ?? 0 }
}
type Figures = Awaited<ReturnType<typeof readFigures>>

function enrolmentBlocks(language: Language, figures: Figures): DocumentBlock[] {
  const text = wordingIn(language)
  const { totals, sources, bySource, people, enrolled, drive } = figures
  const total = String(totals.newMembers + totals.knownMembers)
  return [
    { kind: 'heading', text: text.enrolments },
    {
      kind: 'key-values',
      rows: [
        { key: text.newMembers, value: String(totals.newMembers) },
        { key: text.knownMembers, value: String(totals.knownMembers) },
        { key: text.driveTotal, value: `${enrolled} / ${drive.target}` },
      ],
    },
    {
      kind: 'table',
      columns: [
        { title: text.source, weight: 3 },
        { title: text.count, weight: 1, align: 'right' },
      ],
      rows: sources.flatMap((source) => {
        const count = bySource.get(source.code)
        return count ? [[language === 'en' ? source.name_en : source.name_zh, String(count)]] : []
      }),
      total: [text.total, total],
    },
    {
      kind: 'table',
      columns: [
        { title: text.people, weight: 3 },
        { title: text.count, weight: 1, align: 'right' },
      ],
      rows: people.map((person) => [person.displayName, String(person.enrolments)]),
      total: [text.total, total],
    },
  ]
}

function stockBlocks(language: Language, count: BoothCount, figures: Figures): DocumentBlock[] {
  const text = wordingIn(language)
  const cardsOut = figures.totals.newMembers + figures.totals.knownMembers
  const handedOut = (item: string): number => (item === 'cards' ? cardsOut : (figures.gifts.get(item) ?? 0))
  const right = { weight: 1, align: 'right' } as const
  return [
    { kind: 'heading', text: text.stock },
    {
      kind: 'table',
      columns: [
        { title: text.item, weight: 2.4 },
        { title: text.handedOut, ...right },
        { title: text.expected, ...right },
        { title: text.counted, ...right },
        { title: text.variance, ...right },
        { title: text.reason, weight: 3 },
      ],
      rows: count.lines.map((line) => [
        language === 'en' ? line.nameEn : line.nameZh,
        String(handedOut(line.item)),
        String(line.expected),
        String(line.counted),
        signed(line.variance),
        line.reason,
      ]),
    },
  ]
}

/** +2, 0, −1, with the minus sign that is as wide as the plus. */
const signed = (count: number): string => (count > 0 ? `+${count}` : count < 0 ? `−${Math.abs(count)}` : '0')

function signatureBlock(language: Language, count: BoothCount): DocumentBlock {
  const text = wordingIn(language)
  const at = (moment: string): string => timeIn(language, new Date(moment))
  return {
    kind: 'signatures',
    names: [
      text.countedBy(count.countedBy.displayName, at(count.countedAt)),
      count.signedBy && count.signedAt
        ? text.signedBy(count.signedBy.displayName, at(count.signedAt))
        : text.notSigned,
    ],
  }
}
