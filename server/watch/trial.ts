import type { Db } from '../platform/database.ts'
import { factsBySubject, type Column } from './fact-queries.ts'
import { subjectOf } from './subject.ts'
import { naming } from './reading.ts'
import type { TryWatch, WatchCode, WatchSetting, WatchTrial } from './schema.ts'
import { settingsInForce } from './setting-queries.ts'
import { slide, type Finding } from './sliding.ts'
import { compare, slotsOf, type ComparedWatch } from './sums.ts'
import { WATCHES } from './watches.ts'

const WEEK_MS = 7 * 86_400_000
const HIGHEST = 20

interface Said {
  subject: string
  finding: Finding
}

/** What a watch would have said in the weeks past, with the setting that holds and with another. Changes nothing. */
export async function tryWatch(
  db: Db,
  { code, weeks, setting, now }: TryWatch & { code: WatchCode; now: Date },
): Promise<WatchTrial> {
  const inForce = (await settingsInForce(db)).get(code)?.setting
  const from = new Date(now.getTime() - weeks * WEEK_MS)
  const settings = [...(inForce ? [inForce] : []), setting]
  const [before = [], after = []] = await saidWith(db, code, { settings, from, until: now })
  const highest = after.toSorted((a, b) => b.finding.figure - a.finding.figure).slice(0, HIGHEST)
  const { scope } = WATCHES[code]
  const name = await naming(
    db,
    highest.map(({ subject }) => subjectOf(scope, subject)),
  )
  return {
    from: from.toISOString(),
    inForce: counted(before),
    tried: counted(after),
    highest: highest.map(({ subject, finding }) => ({
      subject: name(subjectOf(scope, subject)),
      figure: finding.figure,
      usual: finding.usual,
      at: new Date(finding.lastAt).toISOString(),
    })),
  }
}

const counted = (said: readonly Said[]) => ({
  alerts: said.length,
  subjects: new Set(said.map(({ subject }) => subject)).size,
})

const COLUMNS: Readonly<Record<string, Column>> = { member: 'member_id', desk: 'desk', handing: 'handing' }

/** For each setting what it finds; a watch that is off says nothing. */
async function saidWith(
  db: Db,
  code: WatchCode,
  { settings, from, until }: { settings: readonly WatchSetting[]; from: Date; until: Date },
): Promise<Said[][]> {
  const { measure, scope } = WATCHES[code]
  const column = COLUMNS[scope]
  if (!measure || !column) return compared(db, code as ComparedWatch, { settings, from, until })
  const said: Said[][] = settings.map(() => [])
  for await (const [subject, facts] of factsBySubject(db, column, { from, until }))
    for (const [index, setting] of settings.entries())
      if (setting.isOn)
        for (const finding of slide(facts, { measure, setting })) said[index]?.push({ subject, finding })
  return said
}

async function compared(
  db: Db,
  code: ComparedWatch,
  { settings, ...stretch }: { settings: readonly WatchSetting[]; from: Date; until: Date },
): Promise<Said[][]> {
  const slots = await slotsOf(db, code, stretch)
  return Promise.all(
    settings.map((setting) => compare(db, code, { slots: setting.isOn ? slots : [], setting })),
  )
}
