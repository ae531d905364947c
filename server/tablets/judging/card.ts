import { findCard, messageOf } from '../../cards/index.ts'
import { findReading, seeCard, type CardInHand } from '../../drives/index.ts'
import { findMemberByPhone, normalisePhone } from '../../members/index.ts'
import { refuse, type Result } from '../../platform/refusal.ts'
import type { LateForm } from '../entry-schema.ts'
import type { ConflictKind } from '../schema.ts'
import type { Judging } from './conflict.ts'
import { attempt } from './savepoint.ts'

export type LateCard = CardInHand & { placeId: string }

/**
 * Which card was given, and where it lies by the books. It was handed over days ago, so a tap whose message has become old
 * and a reading that has run out still say which card it was, as its typed number would.
 */
export async function lateCard(judging: Judging, form: LateForm): Promise<Result<LateCard, ConflictKind>> {
  const { work, keys, booth } = judging
  const { card } = form
  if (card === null) return refuse('card-missing')
  const seen = await attempt(work.tx, async () => {
    const first = await seeCard(work, keys, { boothId: booth.id, card })
    const isOld = !first.ok && (first.reason === 'card-copied' || first.reason === 'reading-expired')
    return isOld ? refuse(first.reason) : first
  })
  const known = seen.ok ? seen : ((await byNumber(judging, card)) ?? seen)
  if (!known.ok) return known
  const { placeId } = (await findCard(work.tx, known.value.cardNumber)) ?? {}
  if (placeId && placeId !== booth.place_id && (await isOfDrive(judging, placeId))) {
    judging.conflicts.push({
      kind: 'card-of-another-booth',
      action: 'given',
      details: { cardNumber: known.value.cardNumber },
    })
    return { ok: true, value: { ...known.value, placeId } }
  }
  return { ok: true, value: { ...known.value, placeId: booth.place_id } }
}

/** The number of what proves itself no more; undefined where nothing tells it. */
async function byNumber(
  { work, keys, booth }: Judging,
  card: NonNullable<LateForm['card']>,
): Promise<Awaited<ReturnType<typeof seeCard>> | undefined> {
  const typed = (cardNumber: string) =>
    attempt(work.tx, () => seeCard(work, keys, { boothId: booth.id, card: { kind: 'typed', cardNumber } }))
  if (card.kind === 'tap') {
    const cardNumber = await messageOf(work.tx, keys, card.uri)
    return cardNumber === undefined ? undefined : typed(cardNumber)
  }
  if (card.kind !== 'reading') return undefined
  const reading = await findReading(work.tx, { readingId: card.readingId, boothId: booth.id })
  return reading && typed(reading.card_number)
}

async function isOfDrive({ work, drive }: Judging, placeId: string): Promise<boolean> {
  const row = await work.tx
    .selectFrom('booths')
    .select('id')
    .where('drive_id', '=', drive.id)
    .where('place_id', '=', placeId)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether a card that is given already is this very person's: they were enrolled with it before. */
export async function isTheirs({ work, keys }: Judging, form: LateForm): Promise<boolean> {
  const { card } = form
  const phone = normalisePhone(form.phone)
  if (!phone.ok || !card) return false
  const cardNumber = await numberShown({ work, keys }, card)
  const known = cardNumber === undefined ? undefined : await findCard(work.tx, cardNumber)
  if (!known?.memberId) return false
  return known.memberId === (await findMemberByPhone(work.tx, keys, phone.value))
}

/** The number that was shown, as far as it can be told without proof: for the report, and for whoever looks for the card. */
export async function numberShown(
  { work, keys }: Pick<Judging, 'work' | 'keys'>,
  card: NonNullable<LateForm['card']>,
): Promise<string | undefined> {
  switch (card.kind) {
    case 'typed':
      return card.cardNumber
    case 'tap':
      return messageOf(work.tx, keys, card.uri)
    case 'scan':
      return (await messageOf(work.tx, keys, card.text)) ?? /\b(9156[0-9]{12})\b/.exec(card.text)?.[1]
    case 'swipe':
      return /(9156[0-9]{12})/.exec(`${card.tracks.track2 ?? ''} ${card.tracks.track1 ?? ''}`)?.[1]
    case 'reading':
      return undefined
  }
}
