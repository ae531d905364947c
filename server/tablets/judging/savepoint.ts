import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { Result } from '../../platform/refusal.ts'

/** Runs a rule so that a refusal undoes what it wrote, unless it keeps its effects; the transaction goes on either way. */
export async function attempt<T, Code extends string>(
  tx: Tx,
  rule: () => Promise<Result<T, Code>>,
): Promise<Result<T, Code>> {
  await sql`SAVEPOINT attempt`.execute(tx)
  const result = await rule()
  if (!result.ok && !result.keepsEffects) await sql`ROLLBACK TO SAVEPOINT attempt`.execute(tx)
  await sql`RELEASE SAVEPOINT attempt`.execute(tx)
  return result
}
