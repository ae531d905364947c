import type { Db } from '../platform/database.ts'
import { accept, type Result } from '../platform/refusal.ts'
import { diffDesigns } from './diff.ts'
import { findBoth } from './pictures.ts'
import type { Diff } from './schema.ts'

/** What differs from version `number` to version `other`. Refuses with `design-unknown`, `design-version-unknown`. */
export async function diffVersions(
  db: Db,
  { code, number, other }: { code: string; number: number; other: number },
): Promise<Result<Diff, 'design-unknown' | 'design-version-unknown'>> {
  const before = await findBoth(db, code, number)
  if (!before.ok) return before
  const after = await findBoth(db, code, other)
  if (!after.ok) return after
  return accept(diffDesigns(before.value.version.document, after.value.version.document))
}
