import type { CardData } from '../../card-designs/engine/card-data.ts'
import { nameCard, type NAME_REFUSALS } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { readIdentity } from './identity.ts'
import { openPicture } from './pictures.ts'
import { findMember } from './queries.ts'
import type { PictureKind } from './schema.ts'

/** The fields of a design that a member fills. */
export const MEMBER_FIELDS = ['memberName', 'memberSince', 'photo', 'signature'] as const

/**
 * What a card shows of a member: pictures as `data:` addresses, left out where nobody took them. It goes into the print
 * and nowhere else.
 */
export async function memberOnCard(
  db: Db | Tx,
  keys: KeyService,
  memberId: string,
): Promise<Partial<CardData>> {
  const [identity, member] = [await readIdentity(db, keys, memberId), await findMember(db, memberId)]
  if (!identity || !member) return {}
  const pictures: [PictureKind, string][] = []
  for (const kind of ['photo', 'signature'] as const) {
    const opened = await openPicture(db, keys, { memberId, kind })
    if (!opened.ok) continue
    const { mediaType, bytes } = opened.value
    pictures.push([kind, `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`])
  }
  return {
    memberName: identity.name,
    memberSince: member.joined_at.toISOString().slice(0, 10),
    ...Object.fromEntries(pictures),
  }
}

/** Lets a card be printed for this member and given to nobody else. Refuses with `member-unknown`, then as `NAME_REFUSALS`. */
export async function nameCardFor(
  work: Work,
  { memberId, cardNumber }: { memberId: string; cardNumber: string },
): Promise<Result<{ cardNumber: string }, 'member-unknown' | (typeof NAME_REFUSALS)[number]>> {
  const member = await findMember(work.tx, memberId)
  if (!member) return refuse('member-unknown')
  const holder = { id: memberId, programmeId: member.programme_id, level: member.level }
  return nameCard(work, { cardNumber, holder })
}
