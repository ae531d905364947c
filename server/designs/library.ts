import type { Design } from '../../card-designs/engine/design.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { isOnlyPerson } from '../staff/index.ts'
import { picturesOf } from './document.ts'
import { assetFacts } from './picture-queries.ts'
import { findDesign, findVersion, versionLines, type VersionLine } from './queries.ts'
import type { DesignDetails, LibraryEntry, Template, Version, VersionSummary } from './schema.ts'

/** Every design with its newest version, last touched first. `reader`: who of the staff asks. */
export async function listLibrary(db: Db, reader: string): Promise<LibraryEntry[]> {
  const lines = await versionLines(db)
  const codes = [...new Set(lines.map(({ code }) => code))]
  return codes.map((code) => {
    const versions = lines.filter((line) => line.code === code)
    const newest = versions[0]
    assert(newest, 'a design begins with a version')
    const approved = versions.find(({ state }) => state === 'approved')
    return {
      ...headOf(newest),
      approvedNumber: approved?.number ?? null,
      newest: summaryOf(newest, reader),
    }
  })
}

/** A design and all its versions, newest first. Refuses with `design-unknown`. */
export async function describeDesign(
  db: Db,
  { code, reader }: { code: string; reader: string },
): Promise<Result<DesignDetails, 'design-unknown'>> {
  const lines = await versionLines(db, code)
  const [newest] = lines
  if (!newest) return refuse('design-unknown')
  const versions = lines.map((line) => summaryOf(line, reader))
  return accept({ ...headOf(newest), versions, isAlone: await isOnlyPerson(db) })
}

/** A version with its document, for the editor. Refuses with `design-unknown`, `design-version-unknown`. */
export async function readVersion(
  db: Db,
  { code, number, reader }: { code: string; number: number; reader: string },
): Promise<Result<Version, 'design-unknown' | 'design-version-unknown'>> {
  const design = await findDesign(db, code)
  if (!design) return refuse('design-unknown')
  const version = await findVersion(db, design.id, number)
  const line = (await versionLines(db, code)).find((line) => line.number === number)
  if (!version || !line) return refuse('design-version-unknown')
  const assets = await assetFacts(db, picturesOf(version.document))
  return accept({
    code,
    version: summaryOf(line, reader),
    document: version.document,
    assets: assets.map(({ sha256, media_type: mediaType, width_px: widthPx, height_px: heightPx }) => ({
      sha256,
      mediaType,
      widthPx,
      heightPx,
    })),
  })
}

export const listTemplates = (): Template[] =>
  Object.values<Design>(cardTemplates).map(({ id, name }) => ({
    code: id,
    nameZh: name['zh-CN'],
    nameEn: name.en,
  }))

const headOf = ({ code, nameZh, nameEn, archivedBy, archivedAt }: VersionLine) => ({
  code,
  nameZh,
  nameEn,
  archived: archivedAt && { by: archivedBy, at: archivedAt.toISOString() },
})

const summaryOf = (line: VersionLine, reader: string): VersionSummary => ({
  number: line.number,
  revision: line.revision,
  state: line.state,
  note: line.note,
  made: { by: line.author, at: line.madeAt.toISOString() },
  saved: { by: line.savedBy, at: line.savedAt.toISOString() },
  submitted: line.submittedAt && { by: line.submittedBy, at: line.submittedAt.toISOString() },
  decided: line.decidedAt && { by: line.decidedBy, at: line.decidedAt.toISOString() },
  decisionReason: line.decisionReason,
  isOwn: line.authors.includes(reader) || line.submittedById === reader,
  batches: line.batches,
})
