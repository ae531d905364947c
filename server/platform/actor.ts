import { assert } from './errors.ts'

export const ROLES = ['administrator', 'programme-manager', 'card-operator', 'promoter', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/** Whoever asks, as its credential proved. */
export type Actor =
  | { kind: 'public' }
  | { kind: 'staff'; staffId: string; roles: readonly Role[] }
  | { kind: 'till'; tillId: string }
  | { kind: 'partner'; partnerId: string; keyId: string }
  | { kind: 'station'; stationId: string }
  | { kind: 'kiosk'; kioskId: string; placeId: string }
  | { kind: 'member'; memberId: string; sessionId: string; kioskId: string; placeId: string }
  | { kind: 'tablet'; tabletId: string; boothId: string }
  /** gathers the tablets of a drive's booths */
  | { kind: 'laptop'; laptopId: string; driveId: string }
  | { kind: 'system' }

/** Who may use a route: a role of staff, or another kind of actor by name. */
export type Access =
  Role | 'staff' | 'till' | 'partner' | 'station' | 'kiosk' | 'member' | 'tablet' | 'laptop' | 'public'

/** Deny by default: true only where a listed access fits the actor. */
export function mayUse(access: readonly Access[], actor: Actor): boolean {
  return access.some((allowed) => {
    if (allowed === 'public') return true
    if (actor.kind === 'staff') return allowed === 'staff' || actor.roles.some((role) => role === allowed)
    if (actor.kind === 'member' && allowed === 'kiosk') return true
    return actor.kind === allowed
  })
}

/** @returns the actor as audit entries name it: a kind and an id, never a person's name */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return `staff:${actor.staffId}`
    case 'till':
      return `till:${actor.tillId}`
    case 'partner':
      return `partner:${actor.partnerId}`
    case 'station':
      return `station:${actor.stationId}`
    case 'kiosk':
      return `kiosk:${actor.kioskId}`
    case 'member':
      return `member:${actor.memberId}`
    case 'tablet':
      return `tablet:${actor.tabletId}`
    case 'laptop':
      return `laptop:${actor.laptopId}`
    case 'public':
    case 'system':
      return actor.kind
  }
}

/** @returns who of the staff acts, where the routes let nobody else in */
export function staffOf(actor: Actor): string {
  assert(actor.kind === 'staff', 'only staff get here')
  return actor.staffId
}
