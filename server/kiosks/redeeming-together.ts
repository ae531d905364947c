import { holdTogether } from '../gifts/index.ts'
import { runTogether, type Asked, type Command } from '../platform/command.ts'
import type { Platform } from '../platform/platform.ts'
import { together } from '../platform/together.ts'
import type { Work } from '../platform/work.ts'
import type { MemberAtKiosk } from './proof.ts'
import { provenSessions } from './queries.ts'
import { asRedemption } from './redeeming.ts'
import type { Redemption } from './schema.ts'

/** Some gather while others wait for the disk, or for a shelf that both take from. */
const LANES = 4
const MOST_AT_ONCE = 64

export interface GiftAsked {
  member: MemberAtKiosk
  giftId: string
  slotId?: string | undefined
}

/**
 * Redeems for members who ask at about the same moment in one transaction, as far as that is plain.
 * @returns undefined for what `redeem` must judge by itself: nothing of it was written
 */
export function gatherRedemptions({
  db,
  log,
}: Pick<Platform, 'db' | 'log'>): (command: Command, asked: GiftAsked) => Promise<Redemption | undefined> {
  const redeem = together({ lanes: LANES, most: MOST_AT_ONCE }, (asked: readonly Asked<GiftAsked>[]) =>
    runTogether(db, asked, redeemTogether).catch((error: unknown) => {
      log.warn({ err: error, redemptions: asked.length }, 'redemptions are taken one by one')
      return asked.map(() => undefined)
    }),
  )
  return (command, ask) => redeem({ command, ask })
}

/** What `redeem` would have written, for those that are plain; undefined for the others. */
async function redeemTogether(
  asks: readonly { work: Work; ask: GiftAsked }[],
): Promise<(Redemption | undefined)[]> {
  const [first] = asks
  if (!first) return []
  const proven = await provenSessions(
    first.work.tx,
    asks.map(({ ask }) => ask.member.sessionId),
  )
  const asked = asks.flatMap(({ work, ask: { member, giftId, slotId } }, index) =>
    proven.has(member.sessionId) && slotId === undefined
      ? [{ index, work, hold: { ...member, giftId } }]
      : [],
  )
  const held = await holdTogether(asked)
  const answers: (Redemption | undefined)[] = asks.map(() => undefined)
  for (const [place, one] of held.entries()) {
    const index = asked[place]?.index
    if (one && index !== undefined) answers[index] = asRedemption(one)
  }
  return answers
}
