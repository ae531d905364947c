import { Type, type Static } from 'typebox'
import { closed } from '../platform/schema.ts'

/** What stands behind `#f=` in the address that a member passes on: an id and our mark on it. */
const ShareToken = Type.String({ pattern: '^[0-9a-f-]{36}~[A-Za-z0-9_-]{22}$' })

/** For whoever taps their own card: the code to tell a friend, and the address to pass on. */
export const Invitation = Type.Object({ code: Type.String(), share: ShareToken })
export type Invitation = Static<typeof Invitation>

export const OpenShare = Type.Object({ share: ShareToken }, closed)
export type OpenShare = Static<typeof OpenShare>
/** The code to name when joining. */
export const OpenedShare = Type.Object({ code: Type.String() })
export type OpenedShare = Static<typeof OpenedShare>
