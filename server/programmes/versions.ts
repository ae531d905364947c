import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { isOnlyPerson } from '../staff/index.ts'
import { counterNames } from './counter-queries.ts'
import { versionAt } from './programme.ts'
import { findProgramme, findVersion, namesOf, newestDraft, versionLines } from './queries.ts'
import { compareRules } from './comparing-rules.ts'
import { rulesInWords } from './rules-in-words.ts'
import type { Draft, DraftAnswer, Version, VersionSummary } from './schema.ts'
import { faultsOf } from './soundness.ts'
import { readRules } from './stored-rules.ts'

/** All versions of a programme, newest start first. Refuses with `programme-unknown`. */
export async function listVersions(
  db: Db,
  programmeId: string,
  now: Date,
): Promise<Result<VersionSummary[], 'programme-unknown'>> {
  if (!(await findProgramme(db, programmeId))) return refuse('programme-unknown')
  const lines = await versionLines(db, programmeId)
  const inForce = lines.find(({ startsAt }) => startsAt <= now)
  return accept(
    lines.map((line) => ({
      version: line.version,
      startsAt: line.startsAt.toISOString(),
      holds: line.startsAt > now ? 'future' : line === inForce ? 'now' : 'past',
      note: line.note ?? '',
      submitted: deed(line.submittedBy, line.submittedAt),
      approved: deed(line.decidedBy, line.decidedAt),
      aloneReason: line.aloneReason ?? '',
    })),
  )
}

const deed = (by: string | null | undefined, at: Date | null) =>
  at === null ? null : { by: by ?? '', at: at.toISOString() }

/** One version in words, and what it changed. Refuses with `programme-unknown`, `version-unknown`. */
export async function describeVersion(
  db: Db,
  { id, version }: { id: string; version: number },
): Promise<Result<Version, 'programme-unknown' | 'version-unknown'>> {
  if (!(await findProgramme(db, id))) return refuse('programme-unknown')
  const row = await findVersion(db, id, version)
  if (!row) return refuse('version-unknown')
  const names = await counterNames(db)
  const rules = readRules(row.rules)
  const before = await versionAt(db, id, new Date(row.starts_at.getTime() - 1))
  const words = rulesInWords(rules, names)
  return accept({
    version,
    startsAt: row.starts_at.toISOString(),
    rules,
    words,
    changes: before ? compareRules(rulesInWords(before.rules, names), words) : [],
  })
}

/** The newest draft of the rules, compared with those of now. Refuses with `programme-unknown`. */
export async function describeDraft(
  db: Db,
  { id, staffId, now }: { id: string; staffId: string; now: Date },
): Promise<Result<DraftAnswer, 'programme-unknown'>> {
  if (!(await findProgramme(db, id))) return refuse('programme-unknown')
  const isAlone = await isOnlyPerson(db)
  const row = await newestDraft(db, id)
  if (!row) return accept({ draft: null, isAlone })
  const inForce = await versionAt(db, id, now)
  assert(inForce, 'a programme that has begun has rules')
  const counters = await counterNames(db)
  const names = await namesOf(db, [row.saved_by, row.submitted_by, row.decided_by])
  const rules = readRules(row.rules)
  const words = rulesInWords(rules, counters)
  const by = (staff: string | null, at: Date | null) => deed(staff && names.get(staff), at)
  const draft: Draft = {
    number: row.number,
    revision: row.revision,
    state: row.state,
    rules,
    startsAt: row.starts_at?.toISOString() ?? null,
    note: row.note,
    saved: { by: names.get(row.saved_by) ?? '', at: row.saved_at.toISOString() },
    submitted: by(row.submitted_by, row.submitted_at),
    decided: by(row.decided_by, row.decided_at),
    decisionReason: row.decision_reason,
    words,
    changes: compareRules(rulesInWords(inForce.rules, counters), words),
    faults: faultsOf(rules),
    isOwn: row.authors.includes(staffId) || row.submitted_by === staffId,
  }
  return accept({ draft, isAlone })
}
