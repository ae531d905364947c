import { seal, type KeyService } from '../keys/index.ts'
import { audit, type AuditFact } from '../platform/audit.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findIdentity, insertConsent, insertConsentText } from './queries.ts'
import type { ConsentText } from './schema.ts'
import type { ConsentTable } from './table.ts'

/** Publishes a consent text for good. Refuses with `consent-version-taken`. */
export async function publishConsentText(
  work: Work,
  { version, textZh, textEn }: Omit<ConsentText, 'createdAt'>,
): Promise<Result<ConsentText, 'consent-version-taken'>> {
  const row = { version, text_zh: textZh, text_en: textEn, created_at: work.now }
  if (!(await insertConsentText(work.tx, row))) return refuse('consent-version-taken')
  await audit(work, { action: 'consent-text.published', subject: `consent-text:${version}` })
  return accept({ version, textZh, textEn, createdAt: work.now.toISOString() })
}

export interface NewConsent {
  memberId: string
  textVersion: string
  /** data URL of a drawn signature, or JSON of a typed one */
  signature: string
}

/** Keeps what a member signed, sealed with the member's key. */
export async function recordConsent(work: Work, keys: KeyService, consent: NewConsent): Promise<void> {
  const { memberId } = consent
  const identity = await findIdentity(work.tx, memberId)
  assert(identity, 'whoever consents has an identity')
  const key = keys.openMemberKey(memberId, identity.wrapped_key)
  await insertConsent(work.tx, consentRow(work, key, consent))
  await audit(work, consentFact(consent))
}

/** Sealed with the member's key. */
export function consentRow(
  { id: commandId, now }: Pick<Work, 'id' | 'now'>,
  key: Uint8Array,
  { memberId, textVersion, signature }: NewConsent,
): ConsentTable {
  const id = derivedId(commandId, 'consent')
  return {
    member_id: memberId,
    id,
    text_version: textVersion,
    sealed_signature: seal(key, Buffer.from(signature), `member-signature:${id}`),
    given_at: now,
  }
}

export const consentFact = ({ memberId, textVersion }: NewConsent): AuditFact => ({
  action: 'consent.given',
  subject: `member:${memberId}`,
  details: { version: textVersion },
})
