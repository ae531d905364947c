import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull, Sentence } from '../platform/schema.ts'
import * as examples from './examples-schema.ts'
import { PerMille } from './rule-parts-schema.ts'
import { Preset, Promotion, Rules } from './rules-schema.ts'

export type { Level, Rules } from './rules-schema.ts'

export const NewProgramme = Type.Object(
  { number: Type.Integer({ minimum: 0, maximum: 99 }), name: Line(60), preset: Preset },
  closed,
)

export const Programme = Type.Object({
  id: Id,
  /** digits 5 and 6 of its card numbers */
  number: Type.Integer(),
  name: Type.String(),
  preset: Type.String(),
  createdAt: Moment,
})
export type Programme = Static<typeof Programme>
export const Programmes = Type.Object({ programmes: Type.Array(Programme) })

/** Each as rules of a programme that begins with it. */
export const Presets = Type.Object({ presets: Type.Array(Rules) })

/** One rule in words; the key names the rule, whatever it says. */
const RuleSentence = Type.Object({ key: Type.String(), ...Sentence.properties })

/** A programme with the rules in force now, as data and in words. */
export const ProgrammeDetail = Type.Object({
  programme: Programme,
  version: Type.Integer(),
  startsAt: Moment,
  rules: Rules,
  words: Type.Array(RuleSentence),
})
export type ProgrammeDetail = Static<typeof ProgrammeDetail>
export const ProgrammeParams = Type.Object({ id: Id })
export const HandbookQuery = Type.Object({
  language: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { default: 'zh-CN' }),
})

// ── Versions ────────────────────────────────────────────────────────────────────────────────────

const Deed = Type.Object({ by: Type.String(), at: Moment })

/** What a change does: `before` null is new, `after` null is gone. */
const RuleChange = Type.Object({ key: Type.String(), before: orNull(Sentence), after: orNull(Sentence) })
export type RuleChange = Static<typeof RuleChange>

export const VersionSummary = Type.Object({
  version: Type.Integer(),
  startsAt: Moment,
  /** whether it holds now, held before, or is still to come */
  holds: Type.Union([Type.Literal('past'), Type.Literal('now'), Type.Literal('future')]),
  note: Type.String(),
  /** null of what the programme began with */
  submitted: orNull(Deed),
  approved: orNull(Deed),
  /** why one person both wrote and approved it */
  aloneReason: Type.String(),
})
/** Newest start first. */
export const Versions = Type.Object({ versions: Type.Array(VersionSummary) })
export type VersionSummary = Static<typeof VersionSummary>

export const VersionParams = Type.Object({ id: Id, version: Type.Integer({ minimum: 1, maximum: 100_000 }) })
export const Version = Type.Object({
  version: Type.Integer(),
  startsAt: Moment,
  rules: Rules,
  words: Type.Array(RuleSentence),
  /** from the version that held before it */
  changes: Type.Array(RuleChange),
})
export type Version = Static<typeof Version>

// ── Drafts ──────────────────────────────────────────────────────────────────────────────────────

export const DraftState = Type.Union([
  Type.Literal('draft'),
  Type.Literal('submitted'),
  Type.Literal('approved'),
  Type.Literal('refused'),
  Type.Literal('dropped'),
])
export type DraftState = Static<typeof DraftState>

const Count = Type.Integer({ minimum: 1, maximum: 1_000_000 })

export const Draft = Type.Object({
  number: Type.Integer(),
  revision: Type.Integer(),
  state: DraftState,
  rules: Rules,
  /** null: from the approval on */
  startsAt: orNull(Moment),
  note: Type.String(),
  saved: Deed,
  submitted: orNull(Deed),
  decided: orNull(Deed),
  decisionReason: Type.String(),
  words: Type.Array(RuleSentence),
  /** from the rules of now */
  changes: Type.Array(RuleChange),
  /** what cannot be meant like this; it is not submitted before this is empty */
  faults: Type.Array(Sentence),
  /** whether whoever asks has written or submitted it, and so does not approve it */
  isOwn: Type.Boolean(),
})
export type Draft = Static<typeof Draft>
/** The newest draft, be it open or decided, and whether the shop has one person only, who may approve alone. */
export const DraftAnswer = Type.Object({ draft: orNull(Draft), isAlone: Type.Boolean() })
export type DraftAnswer = Static<typeof DraftAnswer>

/** Saved upon the draft that was seen; null where none was open. */
export const SaveDraft = Type.Object(
  {
    base: orNull(Type.Object({ number: Count, revision: Count }, closed)),
    rules: Rules,
    startsAt: orNull(Moment),
  },
  closed,
)
export type SaveDraft = Static<typeof SaveDraft>

/** What is decided on is what was looked at. */
const LookedAt = { number: Count, revision: Count }
export const SubmitDraft = Type.Object({ ...LookedAt, note: Line(200) }, closed)
export const ApproveDraft = Type.Object({ ...LookedAt, aloneReason: Type.Optional(Line(200)) }, closed)
export const RefuseDraft = Type.Object({ reason: Line(200) }, closed)
export const Saved = Type.Object({ number: Type.Integer(), revision: Type.Integer() })
export type Saved = Static<typeof Saved>
export const Approved = Type.Object({ version: Type.Integer(), startsAt: Moment })
export type Approved = Static<typeof Approved>

// ── Counters ────────────────────────────────────────────────────────────────────────────────────

/** A shop-in-shop: its own promotion, and whether the card's discount is given there. */
export const NewCounter = Type.Object(
  {
    name: Line(60),
    /** false: no card discount there; its goods earn points all the same */
    joins: Type.Boolean(),
    /** the counter's own promotion, 1000 without one */
    ratePerMille: PerMille,
  },
  closed,
)

const Agreement = {
  joins: Type.Boolean(),
  ratePerMille: PerMille,
  promotions: Type.Array(Promotion, { maxItems: 50 }),
  /** what the mall does for the counter in return for joining */
  advertising: Type.String({ maxLength: 500, pattern: '^[^\\u0000-\\u001F\\u007F\\uD800-\\uDFFF]*$' }),
}
/** What is agreed on from a moment on; null is now. */
export const NewAgreement = Type.Object({ ...Agreement, startsAt: orNull(Moment) }, closed)
export type NewAgreement = Static<typeof NewAgreement>

export const Counter = Type.Object({
  id: Id,
  name: Type.String(),
  ...Agreement,
  /** its promotions in words */
  words: Type.Array(Sentence),
  startsAt: Moment,
})
export type Counter = Static<typeof Counter>
export const Counters = Type.Object({ counters: Type.Array(Counter) }, { examples: [examples.counters] })
export const CounterParams = Type.Object({ id: Id })
/** Of one counter, newest start first. */
export const Agreements = Type.Object({ agreements: Type.Array(Counter) })
