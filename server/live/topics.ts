import type { Actor } from '../platform/actor.ts'

const FOR_STAFF = /^(stations|alerts|(batch|booth|drive|place):[0-9a-f-]{36})$/

/** Who may watch what: staff the work's topics, a kiosk its own and nothing else. */
export function mayWatch(actor: Actor, topic: string): boolean {
  if (actor.kind === 'staff') return FOR_STAFF.test(topic)
  if (actor.kind === 'kiosk' || actor.kind === 'member') return topic === `kiosk:${actor.kioskId}`
  return false
}
