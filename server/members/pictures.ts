import { open, seal, type KeyService } from '../keys/index.ts'
import type { PictureRefusal, readPicture } from '../pictures/index.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { deletePicture, findIdentity, findPicture, upsertPicture } from './queries.ts'
import type { PictureKind } from './schema.ts'

const contextOf = (memberId: string, kind: PictureKind): string => `member-picture:${memberId}/${kind}`

/**
 * Keeps a member's photo or signature, sealed with the member's key, in place of an earlier one. Refuses with
 * `member-unknown`, then as it was `read`: before the command, because a large one takes a while to unpack.
 */
export async function keepPicture(
  work: Work,
  keys: KeyService,
  read: Awaited<ReturnType<typeof readPicture>>,
  { memberId, kind }: { memberId: string; kind: PictureKind },
): Promise<Result<{ memberId: string; kind: PictureKind }, 'member-unknown' | PictureRefusal>> {
  const identity = await findIdentity(work.tx, memberId)
  if (!identity) return refuse('member-unknown')
  if (!read.ok) return read
  const key = keys.openMemberKey(memberId, identity.wrapped_key)
  await upsertPicture(work.tx, {
    member_id: memberId,
    kind,
    media_type: read.value.mediaType,
    sealed: seal(key, read.value.bytes, contextOf(memberId, kind)),
    updated_at: work.now,
  })
  await audit(work, { action: 'member.picture-kept', subject: `member:${memberId}`, details: { kind } })
  return accept({ memberId, kind })
}

/** Deletes a member's photo or signature. Refuses with `member-picture-unknown`. */
export async function forgetPicture(
  work: Work,
  { memberId, kind }: { memberId: string; kind: PictureKind },
): Promise<Result<{ memberId: string; kind: PictureKind }, 'member-picture-unknown'>> {
  if (!(await deletePicture(work.tx, memberId, kind))) return refuse('member-picture-unknown')
  await audit(work, { action: 'member.picture-forgotten', subject: `member:${memberId}`, details: { kind } })
  return accept({ memberId, kind })
}

/** Opens a member's photo or signature. Refuses with `member-picture-unknown`. */
export async function openPicture(
  db: Db | Tx,
  keys: KeyService,
  { memberId, kind }: { memberId: string; kind: PictureKind },
): Promise<Result<{ mediaType: string; bytes: Uint8Array }, 'member-picture-unknown'>> {
  const [identity, picture] = [await findIdentity(db, memberId), await findPicture(db, memberId, kind)]
  if (!identity || !picture) return refuse('member-picture-unknown')
  const key = keys.openMemberKey(memberId, identity.wrapped_key)
  return accept({
    mediaType: picture.media_type,
    bytes: open(key, picture.sealed, contextOf(memberId, kind)),
  })
}

/** As `openPicture`, for somebody who looks at it; each look is written down. */
export async function lookAtPicture(
  work: Work,
  keys: KeyService,
  { memberId, kind }: { memberId: string; kind: PictureKind },
): ReturnType<typeof openPicture> {
  const opened = await openPicture(work.tx, keys, { memberId, kind })
  if (opened.ok)
    await audit(work, {
      action: 'member.picture-looked-at',
      subject: `member:${memberId}`,
      details: { kind },
    })
  return opened
}
