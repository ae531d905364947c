import { sql } from 'kysely'
import { findBooth, findDrive, lockBooth } from '../../drives/index.ts'
import type { KeyService } from '../../keys/index.ts'
import { audit } from '../../platform/audit.ts'
import { takeCommandId } from '../../platform/command.ts'
import type { Tx } from '../../platform/database.ts'
import { AppError, assert } from '../../platform/errors.ts'
import { sqlState } from '../../platform/transaction.ts'
import type { Entry } from '../entry-schema.ts'
import type { TabletRow } from '../queries.ts'
import { noteConflicts, type Judged, type Judging } from './conflict.ts'
import { judgeEnrolment } from './enrolment.ts'
import { judgeGiftChange, judgeHandover } from './goods.ts'
import { findPromoter } from './setting.ts'
import { judgeShiftClosed, judgeShiftOpened } from './shift.ts'

export interface ToJudge {
  tx: Tx
  keys: KeyService
  tablet: TabletRow
  entry: Entry
  /** keyed hash of the text, as commands have one of their content */
  contentHash: Uint8Array
  happenedAt: Date
  receivedAt: Date
  /** who of the staff lets it be judged, where it does not come from the tablet itself */
  judgedBy?: string
}

export interface JudgedEntry extends Judged {
  promoterId: string
}

/**
 * Judges one entry and writes its effects and conflicts, in the caller's transaction. What was carried out under the same id
 * before, online or by another copy, is a duplicate. @returns undefined where the entry can be carried out by nobody but a
 * person: nothing of it was written
 */
export async function judge(asked: ToJudge): Promise<JudgedEntry | undefined> {
  const { tx, keys, tablet, entry, contentHash, happenedAt, receivedAt } = asked
  const booth = await findBooth(tx, tablet.booth_id)
  const drive = booth && (await findDrive(tx, booth.drive_id))
  assert(booth && drive, 'a tablet has a booth and a booth a drive')
  const actor = { kind: 'tablet', tabletId: tablet.id, boothId: booth.id } as const
  const work = { tx, now: happenedAt, id: entry.id, actor }
  const pairedBy = tablet.paired_by
  const found = await findPromoter(tx, { named: entry.promoterId, pairedBy, driveId: drive.id })
  const { promoterId } = found
  const command = { id: entry.id, actor, now: receivedAt, contentHash }
  const judging: Judging = {
    work,
    keys,
    tablet,
    booth,
    drive,
    entry,
    promoterId,
    receivedAt,
    conflicts: [...found.conflicts],
  }
  const { kind } = entry
  const verdict = await orByHand(tx, async () => {
    const isKnown = (await takeCommandId(tx, command)) === 'carried-out'
    if (isKnown) return { verdict: 'duplicate' } as const
    await lockBooth(tx, booth.id) // a count of its goods has this entry in its books, or is there for it to see
    return judgeByKind(judging, kind)
  })
  if (!verdict) return undefined
  if (verdict.verdict !== 'duplicate') await noteConflicts({ ...judging, driveId: drive.id, under: entry.id })
  const details = {
    number: entry.number,
    kind: entry.kind,
    verdict: verdict.verdict,
    reason: verdict.reason ?? null,
    judgedBy: asked.judgedBy ?? null,
  }
  await audit(
    { ...work, now: receivedAt },
    { action: 'tablet.entry-judged', subject: `tablet:${tablet.id}`, details },
  )
  return { ...verdict, promoterId }
}

async function judgeByKind(judging: Judging, kind: Entry['kind']): Promise<Judged | undefined> {
  switch (kind) {
    case 'shift-opened':
      return judgeShiftOpened(judging)
    case 'shift-closed':
      return judgeShiftClosed(judging)
    case 'enrolment':
      return judgeEnrolment(judging)
    case 'gift-returned':
    case 'gift-swapped':
    case 'gift-broken':
      return judgeGiftChange(judging, kind)
    case 'handover':
      return judgeHandover(judging)
  }
}

/**
 * Data that the database refuses (class 22 and 23), broken invariants, and a form that is nested too deeply to be written down
 * (a RangeError) must not stop the queue behind them.
 */
const isOfTheEntry = (error: unknown): boolean =>
  error instanceof AppError || error instanceof RangeError || /^2[23]/.test(sqlState(error) ?? '')

async function orByHand(tx: Tx, rule: () => Promise<Judged | undefined>): Promise<Judged | undefined> {
  await sql`SAVEPOINT judging`.execute(tx)
  try {
    const verdict = await rule()
    if (!verdict) await sql`ROLLBACK TO SAVEPOINT judging`.execute(tx)
    return verdict
  } catch (error) {
    if (!isOfTheEntry(error)) throw error
    await sql`ROLLBACK TO SAVEPOINT judging`.execute(tx)
    return undefined
  }
}
