import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import { actorName } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { minutesAfter } from '../platform/clock.ts'
import { crockford, readCrockford } from '../platform/crockford.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import type { PairingCodeTable } from './table.ts'

/** What a code makes of the machine that uses it. */
export type Pairs =
  | { kind: 'station'; simulated: boolean }
  | { kind: 'kiosk'; kioskId: string }
  | { kind: 'tablet'; boothId: string; offeredBy: string }
  | { kind: 'laptop'; driveId: string; offeredBy: string }

/** 40 bits, good for ten minutes and once. */
const LENGTH = 8
const VALID_MINUTES = 10

const hashOf = (code: string): Uint8Array => createHash('sha256').update(code).digest()

/**
 * The code that a command made. It follows from the command's id under a key: repeating the command shows
 * the same one, and it is stored nowhere but as a hash.
 */
export function pairingCode(keys: KeyService, commandId: string): string {
  const code = crockford(keys.blindIndex('pairing-code', commandId), LENGTH)
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** Makes a code that pairs one machine: `pairingCode` of this command. */
export async function makePairingCode(
  work: Work,
  keys: KeyService,
  pairs: Pairs,
): Promise<{ expiresAt: string }> {
  const expiresAt = minutesAfter(work.now, VALID_MINUTES)
  await work.tx
    .insertInto('pairing_codes')
    .values({
      code_hash: hashOf(readCrockford(pairingCode(keys, work.id))),
      kind: pairs.kind,
      kiosk_id: pairs.kind === 'kiosk' ? pairs.kioskId : null,
      booth_id: pairs.kind === 'tablet' ? pairs.boothId : null,
      drive_id: pairs.kind === 'laptop' ? pairs.driveId : null,
      simulated: pairs.kind === 'station' && pairs.simulated,
      created_by: actorName(work.actor),
      expires_at: expiresAt,
      used_at: null,
    })
    .execute()
  await audit(work, { action: 'pairing.offered', subject: pairs.kind })
  return { expiresAt: expiresAt.toISOString() }
}

/** Uses a code up, once whoever races for it. Refuses with `pairing-code-wrong`: unknown, used, expired or of the other kind. */
export async function usePairingCode<Kind extends Pairs['kind']>(
  work: Work,
  { kind, code }: { kind: Kind; code: string },
): Promise<Result<Extract<Pairs, { kind: Kind }>, 'pairing-code-wrong'>> {
  const used = await work.tx
    .updateTable('pairing_codes')
    .set({ used_at: work.now })
    .where('code_hash', '=', hashOf(readCrockford(code)))
    .where('kind', '=', kind)
    .where('used_at', 'is', null)
    .where('expires_at', '>', work.now)
    .returning(['kiosk_id', 'booth_id', 'drive_id', 'simulated', 'created_by'])
    .executeTakeFirst()
  if (!used) return refuse('pairing-code-wrong')
  return accept(whatItPairs(used) as Extract<Pairs, { kind: Kind }>)
}

type PairingCode = Pick<
  Selectable<PairingCodeTable>,
  'kiosk_id' | 'booth_id' | 'drive_id' | 'simulated' | 'created_by'
>

function whatItPairs({ kiosk_id, booth_id, drive_id, simulated, created_by }: PairingCode): Pairs {
  const offeredBy = created_by.replace(/^staff:/, '')
  if (kiosk_id) return { kind: 'kiosk', kioskId: kiosk_id }
  if (booth_id) return { kind: 'tablet', boothId: booth_id, offeredBy }
  if (drive_id) return { kind: 'laptop', driveId: drive_id, offeredBy }
  return { kind: 'station', simulated }
}
