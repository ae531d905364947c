import { Type } from 'typebox';
import { Id } from '../platform/schema.ts';
const Moment = Type.String({ format: 'date-time' });
const Points = Type.Integer();
/** A mobile number of mainland China; spaces, hyphens and +86 are allowed. */
const PhoneInput = Type.String({ minLength: 11, maxLength: 20 });
const CardNumberInput = Type.String({ pattern: '^9156[0-9]{12}$' });
/** A member is looked for by a whole phone number or a whole card number; in the body, because addresses are logged. */
export const MemberSearch = Type.Union([
    Type.Object({ phone: PhoneInput }, { additionalProperties: false }),
    Type.Object({ cardNumber: CardNumberInput }, { additionalProperties: false }),
]);
/** Enough to recognise somebody who stands in front of you: 王*, 138****5678. */
export const MaskedIdentity = Type.Object({ name: Type.String(), phone: Type.String() });
export const FoundMember = Type.Object({
    id: Id,
    programmeId: Id,
    level: Type.String(),
    joinedAt: Moment,
    identity: MaskedIdentity,
});
export const FoundMembers = Type.Object({ members: Type.Array(FoundMember, { maxItems: 1 }) });
/** What a card may show of a member beside the name. */
export const PictureKind = Type.Union([Type.Literal('photo'), Type.Literal('signature')]);
export const MemberParams = Type.Object({ memberId: Id });
export const MemberDetails = Type.Object({
    ...FoundMember.properties,
    hasPin: Type.Boolean(),
    consents: Type.Array(Type.Object({ textVersion: Type.String(), givenAt: Moment })),
    cards: Type.Array(Type.Object({
        cardNumber: Type.String(),
        state: Type.String(),
        level: Type.String(),
        /** false until its holder has proven to be this member: it earns, but shows and spends nothing */
        sharesBalance: Type.Boolean(),
        /** suspended because of an alert: somebody must look at the evidence first */
        isFrozen: Type.Boolean(),
    })),
    points: Type.Object({ spendable: Points, held: Points, owed: Points }),
    /** cards that are or will be printed for this member alone */
    namedCards: Type.Array(Type.String()),
    pictures: Type.Array(Type.Object({ kind: PictureKind, keptAt: Moment })),
});
/** Several lines of text, without what a database or a printer chokes on. */
const Text = Type.String({
    minLength: 1,
    maxLength: 8_000,
    pattern: '^[^\\u0000-\\u0008\\u000B-\\u001F\\u007F\\uD800-\\uDFFF]+$',
});
/** What people agree to, in both languages; never edited, a change is a new version. */
export const NewConsentText = Type.Object({
    version: Type.String({ pattern: '^[A-Za-z0-9._-]{1,40}$' }),
    textZh: Text,
    textEn: Text,
}, { additionalProperties: false });
export const ConsentText = Type.Object({
    version: Type.String(),
    textZh: Type.String(),
    textEn: Type.String(),
    createdAt: Moment,
});
export const ConsentTexts = Type.Object({ texts: Type.Array(ConsentText) });
export const PictureParams = Type.Object({ memberId: Id, kind: PictureKind });
export const CardToPrint = Type.Object({ cardNumber: Type.String({ pattern: '^9156[0-9]{12}$' }) }, { additionalProperties: false });
/** A PNG or JPEG of at most ten megabytes and forty megapixels. */
export const NewPicture = Type.Object({ base64: Type.String({ minLength: 4, maxLength: 19_000_000, pattern: '^[A-Za-z0-9+/]+={0,2}$' }) }, { additionalProperties: false });
