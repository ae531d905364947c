import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { memberPictureRoutes } from './picture-routes.ts'
import { memberRefusals } from './refusals.ts'
import { memberRoutes } from './routes.ts'

export { checkBirthday } from './birthday.ts'
export { indexBirthdays } from './birthday-index.ts'
export { publishConsentText, recordConsent } from './consent.ts'
export { birthdayIndex, maskedIdentity, memberKey, phoneIndex, readIdentity } from './identity.ts'
export { addStrangers } from './joining-together.ts'
export { MEMBER_FIELDS, memberOnCard } from './for-card.ts'
export { addMembers, identifyMembers, membersByPhone } from './many.ts'
export { findMemberByPhone, findOrAddMember, type NewMember } from './member.ts'
export { checkOneTimeCode, sendOneTimeCode, type CodeUse } from './one-time-code.ts'
export { normalisePhone } from './phone.ts'
export { phoneMarkKey } from './phone-keys.ts'
export { countMarks, markPhones, phoneMarks } from './phone-mark.ts'
export { checkPin, setPin } from './pin.ts'
export { HOLDER_REFUSALS, proveByTap, proveHolder, TAPPED_REFUSALS } from './tapped.ts'
export { hasPin } from './pin-queries.ts'
export { consentsOf, findConsentText, findMember } from './queries.ts'

export const membersFeature = (platform: Platform, keys: KeyService): Feature => ({
  async routes(app) {
    await app.register(memberRoutes(platform, keys))
    await app.register(memberPictureRoutes(platform, keys))
  },
  refusals: memberRefusals,
})
