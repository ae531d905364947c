import type { Actor } from '../platform/actor.ts'
import { startOfDay } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { accept, type Result } from '../platform/refusal.ts'
import { CARDS } from './booth-count.ts'
import { describeDrive } from './drive-view.ts'
import { costsOf, targetsOf } from './plan-queries.ts'
import {
  countLinesOf,
  faultyGifts,
  groupsOf,
  minutesOnShift,
  spoiledCards,
  type CountedGroup,
} from './results-queries.ts'
import type { DriveResults, Group } from './results-schema.ts'

const DAY_MS = 86_400_000

/** What a drive brought and cost, as far as it is known now. Refuses as `describeDrive` does. */
export async function showResults(
  { db, actor, now }: { db: Db; actor: Actor; now: Date },
  driveId: string,
): Promise<Result<DriveResults, 'drive-unknown' | 'not-in-team'>> {
  const described = await describeDrive(db, actor, driveId)
  if (!described.ok) return described
  const drive = described.value
  const days = drive.days.map(({ day }) => day)
  const [firstDay = '', lastDay = ''] = [days[0], days.at(-1)]
  const span = { driveId, from: startOfDay(firstDay), to: new Date(startOfDay(lastDay).getTime() + DAY_MS) }
  const scope = { driveId, now }
  const [costs, bySource, byBooth, byPerson, shifts, faulty, cards, lines, targets] = await Promise.all([
    costsOf(db, driveId),
    groupsOf(db, scope, 'source_code'),
    groupsOf(db, scope, 'booth_id'),
    groupsOf(db, scope, 'staff_id'),
    minutesOnShift(db, scope),
    faultyGifts(db, driveId),
    spoiledCards(db, span),
    countLinesOf(db, driveId),
    targetsOf(db, driveId),
  ])
  const all = sumOf(bySource)
  const costFen = sumFen(costs)
  return accept({
    driveId,
    name: drive.name,
    firstDay,
    lastDay,
    madeAt: now.toISOString(),
    target: drive.target,
    all,
    costs: costs.map(({ kind, name, fen }) => ({ kind, name, fen: Number(fen) })),
    costFen,
    costPerMemberFen: shareOf(costFen, all.newMembers),
    sources: drive.sources.map((source) => {
      const group = groupOf(bySource, source.code)
      const ofSource = sumFen(costs.filter(({ source_code }) => source_code === source.code))
      return {
        ...source,
        ...group,
        costFen: ofSource,
        costPerMemberFen: ofSource === 0 ? null : shareOf(ofSource, group.newMembers),
      }
    }),
    booths: drive.booths.map(({ id, name }) => {
      const ofBooth = targets.filter((row) => row.booth_id === id)
      const target = ofBooth.reduce((sum, row) => sum + row.target, 0)
      return { boothId: id, name, ...groupOf(byBooth, id), target: ofBooth.length === 0 ? null : target }
    }),
    people: shifts.map(({ staffId, displayName, minutes }) => ({
      staffId,
      displayName,
      ...groupOf(byPerson, staffId),
      minutes,
      cards: byPerson.find(({ key }) => key === staffId)?.cards ?? 0,
      spoiledGifts: faulty
        .filter((row) => row.staffId === staffId)
        .reduce((sum, { pieces }) => sum + pieces, 0),
    })),
    spoilage: { cards, gifts: byGift(faulty) },
    variance: varianceOf(lines),
  })
}

const nobody: Group = {
  enrolments: 0,
  newMembers: 0,
  after7: { due: 0, active: 0 },
  after30: { due: 0, active: 0 },
}

function groupOf(groups: readonly CountedGroup[], key: string): Group {
  const found = groups.find((group) => group.key === key)
  if (!found) return nobody
  const { enrolments, newMembers, after7, after30 } = found
  return { enrolments, newMembers, after7, after30 }
}

const sumOf = (groups: readonly Group[]): Group =>
  groups.reduce(
    (sum, group) => ({
      enrolments: sum.enrolments + group.enrolments,
      newMembers: sum.newMembers + group.newMembers,
      after7: {
        due: sum.after7.due + group.after7.due,
        active: sum.after7.active + group.after7.active,
      },
      after30: {
        due: sum.after30.due + group.after30.due,
        active: sum.after30.active + group.after30.active,
      },
    }),
    nobody,
  )

const sumFen = (costs: readonly { fen: bigint }[]): number =>
  costs.reduce((sum, { fen }) => sum + Number(fen), 0)
/** Rounded half up. */
const shareOf = (fen: number, members: number): number | null =>
  members === 0 ? null : Math.round(fen / members)

function byGift(faulty: Awaited<ReturnType<typeof faultyGifts>>): DriveResults['spoilage']['gifts'] {
  const gifts = new Map<string, DriveResults['spoilage']['gifts'][number]>()
  for (const { giftId, nameZh, nameEn, pieces } of faulty)
    gifts.set(giftId, { giftId, nameZh, nameEn, pieces: pieces + (gifts.get(giftId)?.pieces ?? 0) })
  return [...gifts.values()]
}

type CountLine = Awaited<ReturnType<typeof countLinesOf>>[number]

const namesOf = ({ name_zh, name_en }: CountLine) => ({
  nameZh: name_zh ?? CARDS.zh,
  nameEn: name_en ?? CARDS.en,
})

/**
 * A later signed count has found again what an earlier one had found: of each booth and item the latest counts alone. What
 * had left before a count and came into the books after it is no variance.
 */
function varianceOf(lines: readonly CountLine[]): DriveResults['variance'] {
  const latest = new Map(
    lines.filter((line) => line.signed_by !== null).map((line) => [`${line.booth_id} ${line.item}`, line]),
  )
  const items = new Map<string, DriveResults['variance']['items'][number]>()
  for (const line of latest.values()) {
    const variance = line.counted - line.books + line.late + (items.get(line.item)?.variance ?? 0)
    items.set(line.item, { item: line.item, ...namesOf(line), variance })
  }
  return {
    items: [...items.values()],
    told: lines
      .filter((line) => line.counted !== line.expected)
      .map((line) => ({
        day: line.day,
        boothName: line.booth_name,
        ...namesOf(line),
        variance: line.counted - line.expected,
        why: line.why,
        reason: line.reason,
        isSigned: line.signed_by !== null,
      })),
    unsigned: new Set(lines.filter((line) => line.signed_by === null).map((line) => line.count_id)).size,
  }
}
