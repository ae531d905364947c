import { actorName } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import type { KeyService } from '../keys/index.ts'
import type { Work } from '../platform/work.ts'
import { numberOf } from './code.ts'
import { insertChange, insertVoucher } from './queries.ts'
import type { VoucherTable } from './table.ts'

export interface NewVoucher extends Pick<
  VoucherTable,
  'origin' | 'reference' | 'name_zh' | 'name_en' | 'keeps_change' | 'minimum_fen'
> {
  memberId: string
  value: { kind: 'amount'; fen: bigint } | { kind: 'percent'; ratePerMille: number } | { kind: 'benefit' }
  expiresAt: Date
}

/** Gives a member a voucher. One command issues one for a reference. @returns its id */
export async function issueVoucher(
  work: Work,
  keys: KeyService,
  { memberId, value, expiresAt, ...voucher }: NewVoucher,
): Promise<string> {
  const id = derivedId(work.id, `voucher/${voucher.reference}`)
  const valueFen = value.kind === 'amount' ? value.fen : null
  const row = {
    ...voucher,
    id,
    member_id: memberId,
    kind: value.kind,
    value_fen: valueFen,
    rate_per_mille: value.kind === 'percent' ? value.ratePerMille : null,
    issued_at: work.now,
    expires_at: expiresAt,
    state: 'open',
    left_fen: valueFen,
    changes: 1,
  } as const
  let isNew = false
  for (let draw = 1; draw <= 20 && !isNew; draw += 1)
    isNew = await insertVoucher(work.tx, { ...row, number: numberOf(keys, id, draw) })
  assert(isNew, 'there is a free voucher number')
  const { reference } = voucher
  await insertChange(work.tx, {
    voucher_id: id,
    position: 1,
    kind: 'issued',
    fen: valueFen,
    left_fen: valueFen,
    reference,
    reason: '',
    recorded_by: actorName(work.actor),
    recorded_at: work.now,
  })
  const details = { kind: value.kind, fen: valueFen === null ? null : Number(valueFen), reference }
  await audit(work, { action: 'voucher.issued', subject: `voucher:${id}`, details })
  return id
}
