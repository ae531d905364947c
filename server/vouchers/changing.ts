import { actorName } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { assert } from '../platform/errors.ts'
import type { Work } from '../platform/work.ts'
import { changeVoucher, insertChange, type VoucherRow } from './queries.ts'
import type { VoucherAfter, VoucherChangeKind, VoucherState } from './schema.ts'

export interface Change {
  kind: Exclude<VoucherChangeKind, 'issued'>
  state: VoucherState
  leftFen: bigint | null
  /** what it moved */
  fen: bigint | null
  reference: string
  reason?: string
}

/** Moves a voucher that is held on and writes the change down beside it. */
export async function move(
  work: Work,
  voucher: Pick<VoucherRow, 'id' | 'changes'>,
  { kind, state, leftFen, fen, reference, reason = '' }: Change,
): Promise<VoucherAfter> {
  const { id, changes } = voucher
  assert(
    await changeVoucher(work.tx, voucher, { state, leftFen }),
    'a voucher that is held changes only here',
  )
  await insertChange(work.tx, {
    voucher_id: id,
    position: changes + 1,
    kind,
    fen,
    left_fen: leftFen,
    reference,
    reason,
    recorded_by: actorName(work.actor),
    recorded_at: work.now,
  })
  const details = { fen: fen === null ? null : Number(fen), left: leftFen === null ? null : Number(leftFen) }
  await audit(work, {
    action: `voucher.${kind}`,
    subject: `voucher:${id}`,
    details: { ...details, reference },
  })
  return { voucherId: id, state, leftFen: leftFen === null ? null : Number(leftFen) }
}
