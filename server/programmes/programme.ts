import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { counterNames } from './counter-queries.ts'
import { presets } from './presets.ts'
import { findProgramme, insertProgramme, insertVersion } from './queries.ts'
import { rulesInWords } from './rules-in-words.ts'
import type { Programme, ProgrammeDetail, Rules } from './schema.ts'
import { versionsAt, type RulesInForce } from './versions-at.ts'

export interface NewProgramme {
  /** digits 5 and 6 of its card numbers: 0–99 */
  number: number
  name: string
  preset: Rules['preset']
}

/** Begins a programme; its preset's rules hold from now on. Refuses with `programme-number-taken`. */
export async function addProgramme(
  work: Work,
  { number, name, preset }: NewProgramme,
): Promise<Result<Programme, 'programme-number-taken'>> {
  const id = derivedId(work.id, 'programme')
  const isNew = await insertProgramme(work.tx, { id, number, name, preset, created_at: work.now })
  if (!isNew) return refuse('programme-number-taken')
  await insertVersion(work.tx, {
    programme_id: id,
    version: 1,
    starts_at: work.now,
    rules: presets[preset],
    created_at: work.now,
  })
  await audit(work, { action: 'programme.begun', subject: `programme:${id}`, details: { number, preset } })
  return accept({ id, number, name, preset, createdAt: work.now.toISOString() })
}

/** The version in force at a moment; undefined before the programme's first. */
export async function versionAt(
  db: Db | Tx,
  programmeId: string,
  moment: Date,
): Promise<RulesInForce | undefined> {
  const [found] = await versionsAt(db, [{ programmeId, moment }])
  return found
}

/** The rules in force at a moment, of a programme that has begun by then. */
export async function rulesAt(db: Db | Tx, programmeId: string, moment: Date): Promise<Rules> {
  const inForce = await versionAt(db, programmeId, moment)
  assert(inForce, 'a programme that has begun has rules')
  return inForce.rules
}

/** A programme with its rules of this moment, as data and in words. Refuses with `programme-unknown`. */
export async function describeProgramme(
  db: Db,
  id: string,
  moment: Date,
): Promise<Result<ProgrammeDetail, 'programme-unknown'>> {
  const programme = await findProgramme(db, id)
  const inForce = programme && (await versionAt(db, id, moment))
  if (!inForce) return refuse('programme-unknown')
  const { version, startsAt, rules } = inForce
  const words = rulesInWords(rules, await counterNames(db))
  return accept({ programme, version, startsAt: startsAt.toISOString(), rules, words })
}
