import { findDrive } from '../drives/index.ts'
import type { KeyService } from '../keys/index.ts'
import { makePairingCode, usePairingCode } from '../pairing/index.ts'
import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import { publish } from '../platform/events.ts'
import { derivedId, newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { exportKey } from './export-key.ts'
import { insertLaptop, noteCheckIn, tabletsOfDrive } from './laptop-queries.ts'
import type { CheckIn, NewLaptop, PairedLaptop, Roster } from './laptop-schema.ts'
import { readPublicKey } from './signature.ts'

/** Makes a one-time code for a laptop that gathers the tablets of this drive's booths. Refuses with `drive-unknown`. */
export async function offerLaptop(
  work: Work,
  keys: KeyService,
  driveId: string,
): Promise<Result<{ expiresAt: string }, 'drive-unknown'>> {
  if (!(await findDrive(work.tx, driveId))) return refuse('drive-unknown')
  return accept(
    await makePairingCode(work, keys, { kind: 'laptop', driveId, offeredBy: staffOf(work.actor) }),
  )
}

/** A laptop takes its name and says its key. Refuses with `laptop-key-invalid`, `pairing-code-wrong`, `laptop-key-taken`. */
export async function pairLaptop(
  work: Work,
  { code, name, publicKey }: NewLaptop,
): Promise<Result<PairedLaptop, 'laptop-key-invalid' | 'pairing-code-wrong' | 'laptop-key-taken'>> {
  const key = Buffer.from(publicKey, 'base64url')
  if (!readPublicKey(key)) return refuse('laptop-key-invalid')
  const used = await usePairingCode(work, { kind: 'laptop', code })
  if (!used.ok) return used
  const { driveId, offeredBy } = used.value
  const laptopId = derivedId(work.id, 'laptop')
  const isNew = await insertLaptop(work.tx, {
    id: laptopId,
    drive_id: driveId,
    name,
    public_key: key,
    paired_by: offeredBy,
    paired_at: work.now,
    seen_at: work.now,
  })
  if (!isNew) return refuse('laptop-key-taken')
  await audit(work, { action: 'laptop.paired', subject: `laptop:${laptopId}`, details: { driveId } })
  await tell(work, driveId, laptopId)
  const drive = await findDrive(work.tx, driveId)
  return accept({ laptopId, name, driveId, driveName: drive?.name ?? '' })
}

/** Nothing comes in through a revoked laptop, for good. Refuses with `laptop-unknown`. */
export async function revokeLaptop(
  work: Work,
  laptopId: string,
): Promise<Result<{ laptopId: string }, 'laptop-unknown'>> {
  const laptop = await work.tx
    .selectFrom('laptops')
    .select(['drive_id', 'revoked_at'])
    .where('id', '=', laptopId)
    .forUpdate()
    .executeTakeFirst()
  if (!laptop) return refuse('laptop-unknown')
  if (laptop.revoked_at) return accept({ laptopId })
  await work.tx
    .updateTable('laptops')
    .set({ revoked_by: staffOf(work.actor), revoked_at: work.now })
    .where('id', '=', laptopId)
    .execute()
  await audit(work, { action: 'laptop.revoked', subject: `laptop:${laptopId}` })
  await tell(work, laptop.drive_id, laptopId)
  return accept({ laptopId })
}

const tell = (work: Work, driveId: string, laptopId: string): Promise<void> =>
  publish(work, { topic: `drive:${driveId}`, type: 'laptop-changed', data: { laptopId } })

interface Laptop {
  laptopId: string
  driveId: string
}

/** Notes what a laptop says of itself; it hears which tablets there are. Refuses with `laptop-revoked`. */
export async function checkIn(
  { db, clock, events }: Pick<Platform, 'db' | 'clock' | 'events'>,
  keys: KeyService,
  { laptop, said }: { laptop: Laptop; said: CheckIn },
): Promise<Result<Roster, 'laptop-revoked'>> {
  const { laptopId, driveId } = laptop
  const now = clock.now()
  const isKnown = await inTransaction(db, async (tx) => {
    const before = await noteCheckIn(tx, laptopId, {
      seen_at: now,
      waiting: said.waiting,
      waiting_since: said.waitingSince === null ? null : new Date(said.waitingSince),
    })
    const work = { tx, now, id: newId(), actor: { kind: 'laptop', ...laptop } } as const
    if (before && before.waiting !== said.waiting) await tell(work, driveId, laptopId)
    return before !== undefined
  })
  events.poke()
  return isKnown ? accept(await roster(db, keys, driveId)) : refuse('laptop-revoked')
}

async function roster(db: Db, keys: KeyService, driveId: string): Promise<Roster> {
  const tablets = await tabletsOfDrive(db, driveId)
  return {
    tablets: tablets.map(({ publicKey, revokedAt, ...tablet }) => ({
      ...tablet,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      exportKey: exportKey(keys, tablet.id),
      isRevoked: revokedAt !== null,
    })),
  }
}
