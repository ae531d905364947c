import { findConsentText } from '../members/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { accept, type Result } from '../platform/refusal.ts'
import { findProgramme } from '../programmes/index.ts'
import { staffIdOf } from './access.ts'
import type { Language } from './document-wording.ts'
import { describeDrive } from './drive-view.ts'
import { insertForms } from './form-queries.ts'

/**
 * Blank application forms of a drive, each with a number of its own, which is also its QR code and finds the form when it is
 * typed in. Refuses as `describeDrive` does.
 */
export async function printApplicationForms(
  { db, actor, now }: { db: Db; actor: Actor; now: Date },
  { driveId, language, copies }: { driveId: string; language: Language; copies: number },
): Promise<Result<Uint8Array, 'drive-unknown' | 'not-in-team'>> {
  const drive = await describeDrive(db, actor, driveId)
  if (!drive.ok) return drive
  const { name, programmeId, consentVersion, sources, gifts } = drive.value
  const [programme, consent] = await Promise.all([
    findProgramme(db, programmeId),
    findConsentText(db, consentVersion),
  ])
  assert(programme && consent, 'a drive has a programme and a consent text')
  const form = {
    language,
    programme: programme.name,
    drive: name,
    sources: sources.map(bothNames),
    gifts: gifts.map(bothNames),
    consent: { version: consent.version, zh: consent.text_zh, en: consent.text_en },
  }
  const { applicationForms } = await import('../../card-designs/documents/application-form.ts')
  const { renderDocumentsPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const ids = Array.from({ length: copies }, () => newId())
  const numbers = ids.map((id) => id.toUpperCase())
  const pdf = await renderDocumentsPdf({ title: name, language }, applicationForms(form, numbers), {
    createdAt: now,
  })
  const printed = {
    drive_id: driveId,
    consent_version: consent.version,
    printed_by: staffIdOf(actor),
    printed_at: now,
  }
  await insertForms(
    db,
    ids.map((id) => ({ id, ...printed })),
  )
  return accept(pdf)
}

const bothNames = ({ nameZh, nameEn }: { nameZh: string; nameEn: string }) => ({ zh: nameZh, en: nameEn })
