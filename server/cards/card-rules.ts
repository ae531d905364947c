import { staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import type { CardRules } from './schema.ts'

/**
 * The rules that hold until the shop sets its own. No passenger travels faster than 900 km/h, so no honest card ever
 * does; a PIN locks after five wrong tries, so ten in a day are more than somebody's bad memory. An edited stripe and a
 * stopped card do not freeze: whoever knows a number could write it on a stripe, and a stopped card is stopped.
 */
const DEFAULT_RULES: CardRules = {
  freezeOn: ['replayed-message', 'fallen-counter', 'impossible-travel', 'wrong-codes'],
  lateSeconds: 10,
  fastestKmh: 900,
  nearMetres: 1_000,
  wrongCodes: 10,
  wrongCodesMinutes: 24 * 60,
  giveToPublicOfficials: false,
}

export interface CardRulesInForce {
  /** 0 for the rules that the product comes with */
  version: number
  rules: CardRules
}

export async function cardRules(db: Db | Tx): Promise<CardRulesInForce> {
  const row = await db
    .selectFrom('card_rules')
    .select(['version', 'rules'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? { version: 0, rules: DEFAULT_RULES }
}

/**
 * Sets the rules that hold from now on, in place of the version that whoever sets them saw.
 * Refuses with `card-rules-changed` when somebody else was quicker.
 */
export async function setCardRules(
  work: Work,
  { version, rules }: CardRulesInForce,
): Promise<Result<CardRulesInForce, 'card-rules-changed'>> {
  if ((await cardRules(work.tx)).version !== version) return refuse('card-rules-changed')
  const next = { version: version + 1, rules, set_by: staffOf(work.actor), set_at: work.now }
  const set = await work.tx
    .insertInto('card_rules')
    .values({ ...next, rules: JSON.stringify(rules) as unknown as CardRules })
    .onConflict((conflict) => conflict.column('version').doNothing())
    .returning('version')
    .executeTakeFirst()
  if (!set) return refuse('card-rules-changed')
  const { freezeOn, ...figures } = rules
  const details = { version: next.version, freezeOn: freezeOn.join(','), ...figures }
  await audit(work, { action: 'card-rules.set', subject: `card-rules:${next.version}`, details })
  return accept({ version: next.version, rules })
}
