import type { EveningPage } from '../../card-designs/documents/evening-page.ts'
import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, type Result } from '../platform/refusal.ts'
import { describeCount } from './booth-count-view.ts'
import { findBooth } from './booth-queries.ts'
import { timeIn, wordingIn, type Language } from './document-wording.ts'
import { enrolledIn, findDrive, sourcesOf } from './drive-queries.ts'
import { dayTotals, enrolmentsByHour, enrolmentsByPerson, enrolmentsBySource, giftsGiven } from './figures.ts'
import type { BoothCount } from './evening-schema.ts'

/** The booth's day on one A4 page: figures, count, who answers for it. Refuses as `describeCount` does. */
export async function printReport(
  { db, actor }: { db: Db; actor: Actor },
  { countId, language }: { countId: string; language: Language },
): Promise<Result<Uint8Array, 'count-unknown' | 'not-in-team'>> {
  const count = await describeCount(db, actor, countId)
  if (!count.ok) return count
  const figures = await readFigures(db, count.value)
  const { boothName, driveName, day, countedAt } = count.value
  const { eveningPage } = await import('../../card-designs/documents/evening-page.ts')
  const { renderDocumentPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const page = eveningPage({
    language,
    title: wordingIn(language).reportTitle,
    subtitle: `${driveName} · ${boothName} · ${day}`,
    enrolments: enrolmentsTold(language, figures),
    stock: stockTold(language, count.value, figures),
    signatures: signaturesOf(language, count.value),
  })
  return accept(await renderDocumentPdf(page, { createdAt: new Date(countedAt) }))
}

async function readFigures(db: Db, { boothId, day }: BoothCount) {
  const booth = await findBooth(db, boothId)
  const drive = booth && (await findDrive(db, booth.drive_id))
  assert(drive, 'a count has a booth and a booth a drive')
  const scope = { boothId, day }
  const [totals, hours, sources, bySource, people, gifts, enrolled] = await Promise.all([
    dayTotals(db, scope),
    enrolmentsByHour(db, scope),
    sourcesOf(db, [drive.id]),
    enrolmentsBySource(db, scope),
    enrolmentsByPerson(db, scope),
    giftsGiven(db, scope),
    enrolledIn(db, [drive.id]),
  ])
  return { drive, totals, hours, sources, bySource, people, gifts, enrolled: enrolled.get(drive.id) ?? 0 }
}
type Figures = Awaited<ReturnType<typeof readFigures>>

const bySize = (one: { count: number }, other: { count: number }): number => other.count - one.count

function enrolmentsTold(language: Language, figures: Figures): EveningPage['enrolments'] {
  const text = wordingIn(language)
  const { totals, hours, sources, bySource, people, enrolled, drive } = figures
  const shared = { count: text.count, total: text.total, others: text.others }
  return {
    heading: text.enrolments,
    figures: [
      { key: text.newMembers, value: String(totals.newMembers) },
      { key: text.knownMembers, value: String(totals.knownMembers) },
      { key: text.driveTotal, value: `${enrolled} / ${drive.target}` },
    ],
    hours: hoursWithGaps(hours),
    sources: {
      ...shared,
      title: text.source,
      rows: sources
        .map(({ code, name_en, name_zh }) => ({
          name: language === 'en' ? name_en : name_zh,
          count: bySource.get(code) ?? 0,
        }))
        .filter(({ count }) => count > 0)
        .toSorted(bySize),
    },
    people: {
      ...shared,
      title: text.people,
      rows: people.map(({ displayName, enrolments }) => ({ name: displayName, count: enrolments })),
    },
  }
}

/** From the first hour with an enrolment to the last, those without one too. */
function hoursWithGaps(hours: Figures['hours']): EveningPage['enrolments']['hours'] {
  const [first, last] = [hours[0]?.hour, hours.at(-1)?.hour]
  if (first === undefined || last === undefined) return []
  const counts = new Map(hours.map(({ hour, enrolments }) => [hour, enrolments]))
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    name: `${first + i}:00`,
    value: counts.get(first + i) ?? 0,
  }))
}

function stockTold(language: Language, count: BoothCount, figures: Figures): EveningPage['stock'] {
  const text = wordingIn(language)
  const cardsOut = figures.totals.newMembers + figures.totals.knownMembers
  const handedOut = (item: string): number => (item === 'cards' ? cardsOut : (figures.gifts.get(item) ?? 0))
  const right = { weight: 1, align: 'right' } as const
  const rows = count.lines.map((line) => [
    language === 'en' ? line.nameEn : line.nameZh,
    String(handedOut(line.item)),
    String(line.expected),
    String(line.counted),
    signed(line.variance),
    line.reason,
  ])
  return {
    heading: text.stock,
    columns: [
      { title: text.item, weight: 2.4 },
      { title: text.handedOut, ...right },
      { title: text.expected, ...right },
      { title: text.counted, ...right },
      { title: text.variance, ...right },
      { title: text.reason, weight: 3 },
    ],
    rows,
    leftOut: text.leftOut,
    isEven: (row) => row[4] === '0',
  }
}

/** +2, 0, −1, with the minus sign that is as wide as the plus. */
const signed = (count: number): string => (count > 0 ? `+${count}` : count < 0 ? `−${Math.abs(count)}` : '0')

function signaturesOf(language: Language, count: BoothCount): string[] {
  const text = wordingIn(language)
  const at = (moment: string): string => timeIn(language, new Date(moment))
  return [
    text.countedBy(count.countedBy.displayName, at(count.countedAt)),
    count.signedBy && count.signedAt
      ? text.signedBy(count.signedBy.displayName, at(count.signedAt))
      : text.notSigned,
  ]
}
