import type { KeyService } from '../keys/index.ts'
import { findBooth } from '../drives/index.ts'
import { makePairingCode, usePairingCode } from '../pairing/index.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { insertTablet } from './queries.ts'
import type { NewTablet, PairedTablet } from './schema.ts'
import { readPublicKey } from './signature.ts'

/** Makes a one-time code for a tablet of this booth. Refuses with `booth-unknown`. */
export async function offerTablet(
  work: Work,
  keys: KeyService,
  boothId: string,
): Promise<Result<{ expiresAt: string }, 'booth-unknown'>> {
  if (!(await findBooth(work.tx, boothId))) return refuse('booth-unknown')
  return accept(
    await makePairingCode(work, keys, { kind: 'tablet', boothId, offeredBy: staffOf(work.actor) }),
  )
}

/** A tablet takes its name and says its key. Refuses with `tablet-key-invalid`, `pairing-code-wrong`, `tablet-key-taken`. */
export async function pairTablet(
  work: Work,
  { code, name, publicKey }: NewTablet,
): Promise<Result<PairedTablet, 'tablet-key-invalid' | 'pairing-code-wrong' | 'tablet-key-taken'>> {
  const key = Buffer.from(publicKey, 'base64url')
  if (!readPublicKey(key)) return refuse('tablet-key-invalid')
  const used = await usePairingCode(work, { kind: 'tablet', code })
  if (!used.ok) return used
  const { boothId, offeredBy } = used.value
  const tabletId = derivedId(work.id, 'tablet')
  const isNew = await insertTablet(work.tx, {
    id: tabletId,
    booth_id: boothId,
    name,
    public_key: key,
    paired_by: offeredBy,
    paired_at: work.now,
  })
  if (!isNew) return refuse('tablet-key-taken')
  await audit(work, { action: 'tablet.paired', subject: `tablet:${tabletId}`, details: { boothId } })
  return accept({ tabletId, boothId, name })
}
