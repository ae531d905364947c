import type { KeyService } from '../keys/index.ts'
import { proveByTap, TAPPED_REFUSALS } from '../members/index.ts'
import { newId } from '../platform/ids.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import { audit } from '../platform/audit.ts'
import { refuseFrozen } from '../watch/index.ts'
import type { Work } from '../platform/work.ts'
import { holdPoints, settlePoints } from '../points/index.ts'
import {
  enter,
  entryId,
  fenOf,
  finalAt,
  HELD_REFUSALS,
  judge,
  JUDGE_REFUSALS,
  judgeLimits,
  ownAccount,
  referenceOf,
} from './entering.ts'
import { endHold, insertHold, lockDueHold } from './entry-queries.ts'
import type { Burn, Written } from './schema.ts'

const AFTER_PROOF = [
  ...HELD_REFUSALS,
  'redemption-paused',
  ...JUDGE_REFUSALS,
  'partner-not-agreed',
  'partner-limit-reached',
  'insufficient-points',
] as const
export const BURN_REFUSALS = [...TAPPED_REFUSALS, ...AFTER_PROOF] as const

/**
 * Spends points at the partner that calls, for whoever taps their card there and knows its PIN. Refuses in the order of
 * `BURN_REFUSALS`.
 */
export async function burnAtPartner(
  work: Work,
  keys: KeyService,
  { tap, pin, ...burn }: Burn,
): Promise<Result<Written, (typeof BURN_REFUSALS)[number]>> {
  const proven = await proveByTap(work, keys, { tap, pin })
  return proven.ok ? burnOf(work, { ...proven.value, ...burn }) : proven
}

/**
 * Spends a proven member's points: they are held while the partner may cancel it, and are settled then. Refuses in the
 * order of `AFTER_PROOF`.
 */
export async function burnOf(
  work: Work,
  { memberId, reference: named, points: many }: { memberId: string } & Pick<Burn, 'reference' | 'points'>,
): Promise<Result<Written, (typeof AFTER_PROOF)[number]>> {
  const { now: happenedAt } = work
  const own = await ownAccount(work)
  if (!own.ok) return own
  const paused = await refuseFrozen(work, { memberId })
  if (paused) return paused
  const reference = named.trim()
  const judged = await judge(work, own.value, { reference, happenedAt })
  if (!judged.ok) return judged
  const agreement = judged.value
  const { gets_fen_per_hundred: rate } = agreement
  if (rate === null) return refuse('partner-not-agreed')
  const points = BigInt(many)
  const within = await judgeLimits(work, agreement, { kind: 'burn', points, happenedAt })
  if (!within.ok) return within
  const posting = { memberId, points, reference: referenceOf(entryId(work)) }
  const held = await holdPoints(work, { ...posting, part: 'partner-hold' })
  if (!held.ok) return held
  const final = finalAt(work, agreement)
  const isSettled = final <= work.now
  if (isSettled) await settlePoints(work, { ...posting, part: 'partner-burn', reason: 'partner-burn' })
  const written = await enter(work, own.value, {
    kind: 'burn',
    reference,
    about: null,
    member_id: memberId,
    agreement: agreement.number,
    points,
    amount_fen: null,
    fen: -fenOf(points, rate),
    happenedAt,
    finalAt: final,
    note: '',
  })
  await insertHold(work.tx, { entryId: written.entryId, settlesAt: final, isSettled })
  return accept(written)
}

type Needs = Pick<Platform, 'db' | 'clock'>

/** Settles every burn that can be cancelled no more, each in a transaction of its own. @returns how many it settled */
export async function settleBurns({ db, clock }: Needs): Promise<number> {
  for (let count = 0; ; count += 1) {
    const isOne = await inTransaction(db, async (tx) => {
      const now = clock.now()
      const due = await lockDueHold(tx, now)
      if (!due || !(await endHold(tx, due.entry_id, 'settled'))) return false
      const work = { tx, now, id: newId(), actor: { kind: 'system' } } as const
      await settlePoints(work, {
        memberId: due.member_id,
        points: due.points,
        reference: referenceOf(due.entry_id),
        part: 'partner-burn',
        reason: 'partner-burn',
      })
      await audit(work, {
        action: 'partner.burn-settled',
        subject: `partner:${due.partner_id}`,
        details: { entry: due.entry_id },
      })
      return true
    })
    if (!isOne) return count
  }
}

export const burnSettling = (needs: Needs): JobKind<never> => ({
  name: 'settle-partner-burns',
  cron: '*/5 * * * *',
  async handle() {
    await settleBurns(needs)
  },
})
