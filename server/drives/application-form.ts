import { findConsentText } from '../members/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findProgramme } from '../programmes/index.ts'
import type { Language } from './document-wording.ts'
import { describeDrive } from './drive-view.ts'
import { formsToPrint } from './form-queries.ts'

/** In the order in which printing forms refuses. */
export const PDF_REFUSALS = ['drive-unknown', 'not-in-team', 'form-unknown', 'form-used'] as const

/**
 * The pages of numbered forms of a drive. A form's number is also its QR code and finds it when it is typed in; its consent
 * text is the one that it was numbered with, also when it is printed again. Writes nothing.
 */
export async function printApplicationForms(
  { db, actor }: { db: Db; actor: Actor },
  { driveId, language, formIds }: { driveId: string; language: Language; formIds: readonly string[] },
): Promise<Result<Uint8Array, (typeof PDF_REFUSALS)[number]>> {
  const drive = await describeDrive(db, actor, driveId)
  if (!drive.ok) return drive
  const forms = await formsToPrint(db, { driveId, formIds })
  const [first] = forms
  if (!first || forms.length !== new Set(formIds).size) return refuse('form-unknown')
  if (forms.some(({ ended_at }) => ended_at !== null)) return refuse('form-used')
  const { name, programmeId, sources, gifts } = drive.value
  const programme = await findProgramme(db, programmeId)
  assert(programme, 'a drive has a programme')
  const { applicationForms } = await import('../../card-designs/documents/application-form.ts')
  const { renderDocumentsPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const pages = []
  for (const version of new Set(forms.map(({ consent_version }) => consent_version))) {
    const consent = await findConsentText(db, version)
    assert(consent, 'a form has a consent text')
    const numbers = forms.filter((one) => one.consent_version === version).map(({ id }) => id.toUpperCase())
    const form = {
      language,
      programme: programme.name,
      drive: name,
      sources: sources.map(bothNames),
      gifts: gifts.map(bothNames),
      consent: { version, zh: consent.text_zh, en: consent.text_en },
    }
    pages.push(...applicationForms(form, numbers))
  }
  return accept(await renderDocumentsPdf({ title: name, language }, pages, { createdAt: first.printed_at }))
}

const bothNames = ({ nameZh, nameEn }: { nameZh: string; nameEn: string }) => ({ zh: nameZh, en: nameEn })
