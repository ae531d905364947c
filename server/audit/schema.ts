import { Type, type Static } from 'typebox'

const Count = Type.Integer({ minimum: 0 })

/** Whether every entry still is what was sealed. `unsealed`: entries of the last moments, not in the chain yet. */
export const AuditCheck = Type.Union([
  Type.Object({ intact: Type.Literal(true), links: Count, unsealed: Count }),
  /** `brokenAt`: the first link that does not fit, counted from 1 */
  Type.Object({ intact: Type.Literal(false), links: Count, brokenAt: Count }),
])
export type AuditCheck = Static<typeof AuditCheck>
