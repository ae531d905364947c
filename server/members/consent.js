import { seal } from '../keys/index.ts';
import { audit } from '../platform/audit.ts';
import { assert } from '../platform/errors.ts';
import { derivedId } from '../platform/ids.ts';
import { accept, refuse } from '../platform/refusal.ts';
import { findIdentity, insertConsent, insertConsentText } from './queries.ts';
/** Publishes a consent text for good. Refuses with `consent-version-taken`. */
export async function publishConsentText(work, { version, textZh, textEn }) {
    const row = { version, text_zh: textZh, text_en: textEn, created_at: work.now };
    if (!(await insertConsentText(work.tx, row)))
        return refuse('consent-version-taken');
    await audit(work, { action: 'consent-text.published', subject: `consent-text:${version}` });
    return accept({ version, textZh, textEn, createdAt: work.now.toISOString() });
}
/** Keeps what a member signed, sealed with the member's key. */
export async function recordConsent(work, keys, consent) {
    const { memberId, textVersion } = consent;
    const identity = await findIdentity(work.tx, memberId);
    assert(identity, 'whoever consents has an identity');
    const id = derivedId(work.id, 'consent');
    const key = keys.openMemberKey(memberId, identity.wrapped_key);
    await insertConsent(work.tx, {
        id,
        member_id: memberId,
        text_version: textVersion,
        sealed_signature: seal(key, Buffer.from(consent.signature), `member-signature:${id}`),
        given_at: work.now,
    });
    await audit(work, {
        action: 'consent.given',
        subject: `member:${memberId}`,
        details: { version: textVersion },
    });
}
