import type { Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { isOnlyPerson } from './alone.ts'

/**
 * What one person began another must finish. Only where the shop has a single person may that one finish it too, with a
 * reason that is kept. Refuses with `same-person`, `alone-needs-reason`.
 * @returns the reason to keep; empty where two people acted
 */
export async function secondPerson(
  tx: Tx,
  { first, second, aloneReason }: { first: string; second: string; aloneReason: string | undefined },
): Promise<Result<string, 'same-person' | 'alone-needs-reason'>> {
  if (first !== second) return accept('')
  if (!(await isOnlyPerson(tx))) return refuse('same-person')
  return aloneReason === undefined ? refuse('alone-needs-reason') : accept(aloneReason)
}
