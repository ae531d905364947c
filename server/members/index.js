import { memberPictureRoutes } from './picture-routes.ts';
import { memberRefusals } from './refusals.ts';
import { memberRoutes } from './routes.ts';
export { checkBirthday } from './birthday.ts';
export { publishConsentText, recordConsent } from './consent.ts';
export { maskedIdentity, readIdentity } from './identity.ts';
export { MEMBER_FIELDS, memberOnCard } from './for-card.ts';
export { findOrAddMember } from './member.ts';
export { checkOneTimeCode, sendOneTimeCode } from './one-time-code.ts';
export { normalisePhone } from './phone.ts';
export { checkPin, setPin } from './pin.ts';
export { hasPin } from './pin-queries.ts';
export { findConsentText } from './queries.ts';
export const membersFeature = (platform, keys) => ({
    async routes(app) {
        await app.register(memberRoutes(platform, keys));
        await app.register(memberPictureRoutes(platform, keys));
    },
    refusals: memberRefusals,
});
