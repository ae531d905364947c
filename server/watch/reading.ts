import { staffOf, type Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import type { Sentence } from '../platform/schema.ts'
import { isOnlyPerson } from '../staff/index.ts'
import { alertRows, namesOf, outcomes, stepsOf } from './alert-queries.ts'
import type { Fact } from './measures.ts'
import type { Of } from './subject.ts'
import { WATCH_CODES, type Named, type Subject, type Watch, type WatchAlert } from './schema.ts'
import { proposals, settingsInForce } from './setting-queries.ts'
import { hasOwnPast, WATCHES } from './watches.ts'
import { alertInWords, ruleInWords } from './wording.ts'

const MOST_ALERTS = 100

/** Every watch with its setting, what is proposed, and how often it was right. */
export async function readWatches(db: Db, actor: Actor): Promise<{ watches: Watch[]; isAlone: boolean }> {
  const inForce = await settingsInForce(db)
  const proposed = await proposals(db)
  const came = await outcomes(db)
  const watches = WATCH_CODES.flatMap((code): Watch[] => {
    const setting = inForce.get(code)
    if (!setting) return []
    const { measure, scope, unit } = WATCHES[code]
    const next = proposed.find(({ watch }) => watch === code)
    const outcome = came.find(({ watch }) => watch === code)
    const [spoke, released, confirmed] = [outcome?.spoke, outcome?.released, outcome?.confirmed].map(Number)
    const isShare = measure?.kind === 'returns-share' || measure?.kind === 'member-share'
    return [
      {
        code,
        words: ruleInWords(code, setting.setting),
        unit,
        uses: {
          window: !hasOwnPast(code),
          least: isShare || hasOwnPast(code),
          under: measure?.kind === 'just-under',
          freezing: scope !== 'counter',
        },
        version: setting.version,
        setting: setting.setting,
        proposed: next
          ? {
              version: next.version,
              setting: next.setting,
              words: ruleInWords(code, next.setting),
              by: next.display_name,
              isMine: next.set_by === staffOf(actor),
              at: next.set_at.toISOString(),
              reason: next.reason,
            }
          : null,
        spoke: spoke || 0,
        waiting: (spoke || 0) - (released || 0) - (confirmed || 0),
        released: released || 0,
        confirmed: confirmed || 0,
      },
    ]
  })
  return { watches, isAlone: await isOnlyPerson(db) }
}

/** What watches have seen: what waits first, then the newest; at most a hundred. */
export async function readAlerts(db: Db, actor: Actor): Promise<WatchAlert[]> {
  const rows = await alertRows(db, MOST_ALERTS)
  const steps = await stepsOf(
    db,
    rows.map(({ id }) => id),
  )
  const name = await naming(
    db,
    rows.flatMap((row) => [row, ...row.facts.map(ofFact)]),
  )
  return rows.map((row) => {
    const [figure, usual] = [Number(row.figure), row.usual === null ? null : Number(row.usual)]
    return {
      id: row.id,
      watch: row.watch,
      words: alertInWords(row.watch, { figure, usual, setting: row.setting }),
      subject: name(row),
      revision: row.revision,
      state: row.state,
      figure,
      limit: row.setting.limit,
      usual,
      firstAt: row.first_at.toISOString(),
      lastAt: row.last_at.toISOString(),
      raisedAt: row.raised_at.toISOString(),
      isFrozen: row.frozen !== null,
      concernsMe: row.staff_id !== null && row.staff_id === staffOf(actor),
      evidence: row.facts.map((fact) => ({
        kind: fact.kind,
        at: new Date(fact.at).toISOString(),
        subject: name(ofFact(fact)),
        fen: fact.fen,
        points: fact.points,
        owed: fact.owed,
      })),
      evidenceCount: row.facts_count,
      steps: steps
        .filter(({ alert_id: id }) => id === row.id)
        .map(({ step, note, display_name: by, taken_at: at }) => ({ step, note, by, at: at.toISOString() })),
    }
  })
}

const ofFact = (fact: Fact): Told => ({
  member_id: fact.memberId,
  till_id: fact.tillId,
  cashier: fact.cashier,
  counter_id: fact.counterId,
  gift_id: fact.giftId,
  staff_id: fact.staffId,
  partner_id: fact.partnerId,
})

/** Only evidence is about a partner. */
type Told = Of & { partner_id?: string | null }

/** @returns what names those that rows are about */
export async function naming(db: Db, of: readonly Told[]): Promise<(one: Told) => Subject> {
  const ids = of.flatMap((one) => [
    one.till_id,
    one.counter_id,
    one.gift_id,
    one.staff_id,
    one.partner_id ?? null,
  ])
  const names = await namesOf(db, [...new Set(ids.filter((id) => id !== null))])
  const named = (id: string | null): Named | null =>
    id === null ? null : { id, name: names.get(id) ?? UNKNOWN }
  return (one) => ({
    memberId: one.member_id,
    till: named(one.till_id),
    cashier: one.cashier,
    counter: named(one.counter_id),
    gift: named(one.gift_id),
    person: named(one.staff_id),
    partner: named(one.partner_id ?? null),
  })
}

const UNKNOWN: Sentence = { zh: '—', en: '—' }
