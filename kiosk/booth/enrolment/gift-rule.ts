import type { FormDesk } from './form-desk.ts'

export type TableGift = FormDesk['stock']['gifts'][number]

/** Whether a gift can go over the table now. */
export type GiftStanding =
  | { kind: 'free' }
  | { kind: 'gone' }
  | { kind: 'not-for-level' }
  /** while there is this other one */
  | { kind: 'not-yet'; first: TableGift }

/** As the server judges it, in its order; of a card whose level is not known only the server can tell who it is for. */
export function giftStanding(
  gift: TableGift,
  { gifts, level }: { gifts: readonly TableGift[]; level: string | undefined },
): GiftStanding {
  if (gift.levels && level !== undefined && !gift.levels.includes(level)) return { kind: 'not-for-level' }
  const first = gifts.find(({ giftId }) => giftId === gift.insteadOf)
  if (first && first.onHand > 0) return { kind: 'not-yet', first }
  return { kind: gift.onHand > 0 ? 'free' : 'gone' }
}

/** An alternative stands behind the gift that goes first; a plan has no circles. */
export function inTheirTurn(gifts: readonly TableGift[]): TableGift[] {
  const turnOf = ({ insteadOf }: TableGift): number => {
    const first = gifts.find(({ giftId }) => giftId === insteadOf)
    return first ? 1 + turnOf(first) : 0
  }
  return gifts.toSorted((one, other) => turnOf(one) - turnOf(other))
}
