import { maySeeDrive } from '../drives/index.ts'
import type { Actor, Role } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'

const TOPIC =
  /^(stations|alerts|printing|(batch|booth|drive|place|import|replay):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))$/

/** Those who may read batches, print jobs and alerts. */
const AT_CARDS: ReadonlySet<Role> = new Set([
  'administrator',
  'card-operator',
  'programme-manager',
  'auditor',
])

/** Those who may read what a draft of the rules would do. */
const AT_RULES: ReadonlySet<Role> = new Set(['administrator', 'programme-manager', 'auditor'])

/** Who may watch what: whoever may read the same through the API; a kiosk its own and nothing else. */
export async function mayWatch(db: Db, actor: Actor, topic: string): Promise<boolean> {
  if (actor.kind === 'kiosk' || actor.kind === 'member') return topic === `kiosk:${actor.kioskId}`
  const [, name, kind, id] = TOPIC.exec(topic) ?? []
  if (actor.kind !== 'staff' || !name) return false
  if (id && (kind === 'booth' || kind === 'drive')) return maySeeDrive(db, actor, { kind, id })
  if (kind === 'import') return actor.roles.includes('administrator')
  if (kind === 'replay') return actor.roles.some((role) => AT_RULES.has(role))
  return kind === 'batch' || name === 'alerts' || name === 'printing'
    ? actor.roles.some((role) => AT_CARDS.has(role))
    : true
}
