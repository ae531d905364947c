import type { DocumentPdf } from '../../card-designs/engine/document.ts'
import { HardwareError } from '../../hardware/ports.ts'
import type { KeyService } from '../keys/index.ts'
import { maskedIdentity } from '../members/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { receiptLines, type Stations } from '../stations/index.ts'
import { maySee } from './access.ts'
import { findBooth } from './booth-queries.ts'
import { timeIn, wordingIn, type Language } from './document-wording.ts'
import { findEnrolment } from './enrolment-queries.ts'

interface Asking {
  db: Db
  keys: KeyService
  actor: Actor
}

interface Asked {
  enrolmentId: string
  language: Language
}

/** The receipt as PDF. Refuses in this order: `enrolment-unknown`, `not-in-team`. */
export async function printReceipt(
  asking: Asking,
  asked: Asked,
): Promise<Result<Uint8Array, 'enrolment-unknown' | 'not-in-team'>> {
  const receipt = await writeReceipt(asking, asked)
  if (!receipt.ok) return receipt
  const { renderDocumentPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const { document, createdAt } = receipt.value
  return accept(await renderDocumentPdf(document, { createdAt }))
}

/**
 * Prints the receipt at the booth. Refuses in this order: `enrolment-unknown`, `not-in-team`, `receipt-printer-missing`,
 * `receipt-not-printed`.
 */
export async function printReceiptAtBooth(
  asking: Asking & { stations: Stations },
  asked: Asked,
): Promise<
  Result<
    Record<string, never>,
    'enrolment-unknown' | 'not-in-team' | 'receipt-printer-missing' | 'receipt-not-printed'
  >
> {
  const receipt = await writeReceipt(asking, asked)
  if (!receipt.ok) return receipt
  const { document, stationId } = receipt.value
  const { stations } = asking
  if (stationId === null || !stations.isUp(stationId)) return refuse('receipt-printer-missing')
  try {
    await stations.receiptPrinter(stationId).print(receiptLines(document))
    return accept({})
  } catch (error) {
    if (!(error instanceof HardwareError)) throw error
    return refuse(error.code === 'device-missing' ? 'receipt-printer-missing' : 'receipt-not-printed')
  }
}

/** What a new member takes home on paper, 80 mm wide; name and phone are masked, because paper is lost. */
async function writeReceipt(
  { db, keys, actor }: Asking,
  { enrolmentId, language }: Asked,
): Promise<
  Result<
    { document: DocumentPdf; createdAt: Date; stationId: string | null },
    'enrolment-unknown' | 'not-in-team'
  >
> {
  const enrolment = await findEnrolment(db, enrolmentId)
  if (!enrolment) return refuse('enrolment-unknown')
  if (!(await maySee(db, actor, enrolment.drive_id))) return refuse('not-in-team')
  const booth = await findBooth(db, enrolment.booth_id)
  const identity = await maskedIdentity(db, keys, enrolment.member_id)
  assert(booth && identity, 'an enrolment has a booth and a member')

  const text = wordingIn(language)
  const gift = (language === 'en' ? enrolment.gift_en : enrolment.gift_zh) ?? text.noGift
  const isNew = enrolment.outcome === 'new-member'
  return accept({
    createdAt: enrolment.enrolled_at,
    stationId: booth.station_id,
    document: {
      format: 'receipt',
      language,
      title: text.receiptTitle,
      subtitle: booth.drive_name,
      blocks: [
        {
          kind: 'key-values',
          rows: [
            { key: text.member, value: identity.name },
            { key: text.phone, value: identity.phone },
            { key: text.cardNumber, value: (enrolment.card_number ?? '—').replace(/(.{4})(?=.)/g, '$1 ') },
            { key: text.gift, value: gift },
            { key: text.welcomePoints, value: text.points(Number(enrolment.welcome_points)) },
            { key: text.booth, value: booth.name },
            { key: text.time, value: timeIn(language, enrolment.enrolled_at) },
          ],
        },
        { kind: 'paragraph', text: isNew ? text.newMember : text.knownMember },
        { kind: 'rule' },
        { kind: 'paragraph', tone: 'note', text: `${text.number} ${enrolment.id}` },
      ],
    },
  })
}
