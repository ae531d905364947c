import { Type, type Static } from 'typebox'
import { BoothStock, LevelNames } from '../drives/booth-schema.ts'
import { Booth, DriveDay } from '../drives/schema.ts'
import { closed, Id, Line, Moment, orNull, Sentence } from '../platform/schema.ts'

const Count = Type.Integer({ minimum: 0 })
const base64url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength })
const BASE64 = Type.String()

export const TabletParams = Type.Object({ tabletId: Id })

// ── Pairing ─────────────────────────────────────────────────────────────────────────────────────

/** Shown once, good for ten minutes. */
export const TabletCode = Type.Object({ code: Type.String(), expiresAt: Moment })

export const NewTablet = Type.Object(
  {
    code: Type.String({ minLength: 8, maxLength: 9 }),
    name: Line(60),
    /** DER SubjectPublicKeyInfo of a P-256 key that never leaves the tablet */
    publicKey: base64url(200),
  },
  closed,
)
export type NewTablet = Static<typeof NewTablet>
export const PairedTablet = Type.Object({ tabletId: Id, boothId: Id, name: Type.String() })
export type PairedTablet = Static<typeof PairedTablet>

// ── What a tablet takes along ───────────────────────────────────────────────────────────────────

/** All that enrolments need for days without a network; no personal datum of a member. */
export const Provision = Type.Object({
  serverTime: Moment,
  booth: Booth,
  /** `endsAt`: from then on nobody new is enrolled; null of a drive without a day */
  drive: Type.Object({
    id: Id,
    name: Type.String(),
    days: Type.Array(DriveDay),
    endsAt: orNull(Moment),
  }),
  programmeName: Type.String(),
  /** of somebody who becomes a member now */
  welcomePoints: Count,
  consent: Type.Object({ version: Type.String(), textZh: Type.String(), textEn: Type.String() }),
  sources: Type.Array(Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() })),
  levels: LevelNames,
  gifts: BoothStock.properties.gifts,
  team: Type.Array(Type.Object({ staffId: Id, displayName: Type.String() })),
  /** sorted heads (8 bytes each) of SHA-256 over the number of every card that lies at the booth */
  cards: BASE64,
  /** a byte for each of `cards`: the place of its level in `levels`, 255 for another */
  cardLevels: BASE64,
  cardSignatureKeys: Type.Array(Type.Object({ generation: Type.Integer(), publicKey: Type.String() })),
  /** P-256, SubjectPublicKeyInfo: seals a queue that is saved as a file */
  exportKey: Type.String(),
  /** where the chain goes on */
  entries: Type.Object({ next: Type.Integer(), previous: Type.String() }),
  /** from a booth's laptop only: where headquarters is reached without it */
  headquarters: Type.Optional(Type.String()),
})
export type Provision = Static<typeof Provision>

/** Bloom filter of known phones: a hit means “perhaps”, a miss is certain as of `builtAt`. */
export const PhoneFilter = Type.Object({
  key: BASE64,
  bits: Type.Integer(),
  hashes: Type.Integer(),
  filter: BASE64,
  members: Count,
  builtAt: Moment,
})
export type PhoneFilter = Static<typeof PhoneFilter>

export const PhoneCheck = Type.Object({ phone: Type.String({ minLength: 11, maxLength: 20 }) }, closed)
export const PhoneKnown = Type.Object({ known: Type.Boolean() })

// ── Verdicts ────────────────────────────────────────────────────────────────────────────────────

const VERDICTS = ['accepted', 'duplicate', 'refused'] as const
export type Verdict = (typeof VERDICTS)[number]

export const SignedText = Type.Object(
  { text: Type.String({ minLength: 2, maxLength: 200_000 }), signature: base64url(100) },
  closed,
)
export type SignedText = Static<typeof SignedText>

export const Sync = Type.Object(
  {
    /** the tablet's clock while it sends */
    tabletNow: Moment,
    /** entries that it keeps beside these */
    waiting: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    /** number of the first entry without a verdict, for a laptop to tell those that came since */
    first: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_000_000_000 })),
    entries: Type.Array(SignedText, { maxItems: 50 }),
  },
  closed,
)
export type Sync = Static<typeof Sync>

export const EntryVerdict = Type.Object({
  number: Type.Integer(),
  verdict: Type.Enum([...VERDICTS]),
  reason: Type.Optional(Type.String()),
  action: Type.Optional(Type.String()),
  words: Sentence,
})
export type EntryVerdict = Static<typeof EntryVerdict>
export const Synced = Type.Object({
  verdicts: Type.Array(EntryVerdict),
  /** the number that is wanted next */
  expected: Type.Integer(),
  /** from a booth's laptop only: it has every entry up to `upTo`, and `waiting` of them have no verdict yet */
  laptop: Type.Optional(Type.Object({ upTo: Count, waiting: Count })),
})
export type Synced = Static<typeof Synced>

// ── A revoked tablet ────────────────────────────────────────────────────────────────────────────

/** Texts that a revoked tablet still keeps, by the SHA-256 of each in hexadecimal. */
export const WaitingTexts = Type.Object(
  {
    texts: Type.Array(
      Type.Object(
        {
          number: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }),
          hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
        },
        closed,
      ),
      { maxItems: 5_000 },
    ),
  },
  closed,
)
export type WaitingTexts = Static<typeof WaitingTexts>
export const OfficeWord = Type.Object({
  /** of those that were judged, whichever way they came */
  verdicts: Type.Array(EntryVerdict),
  /** two people have given up what is left */
  writtenOff: orNull(Type.Object({ reason: Type.String() })),
})
export type OfficeWord = Static<typeof OfficeWord>

// ── Conflicts ───────────────────────────────────────────────────────────────────────────────────

export const CONFLICT_KINDS = [
  'known-member',
  'gift-short',
  'gift-not-offered',
  'gift-not-for-level',
  'gift-unknown',
  'card-missing',
  'card-not-genuine',
  'card-copied',
  'stripe-edited',
  'card-unknown',
  'card-not-ready',
  'card-elsewhere',
  'card-already-given',
  'card-in-box',
  'card-out-of-date',
  'card-of-another',
  'reading-expired',
  'card-of-another-booth',
  'promoter-without-shift',
  'promoter-elsewhere',
  'promoter-not-in-team',
  'promoter-unknown',
  'consent-outdated',
  'drive-not-on',
  'after-drive-end',
  'day-counted',
  'introducer-unknown',
  'phone-invalid',
  'birthday-invalid',
  'source-unknown',
  'consent-unknown',
  'form-invalid',
  'gift-not-booked',
  'handover-not-booked',
  'clock-off',
  'entry-unreadable',
  'chain-broken',
] as const
export type ConflictKind = (typeof CONFLICT_KINDS)[number]

const TODOS = ['give-card', 'complete-person', 'judge'] as const
export type Todo = (typeof TODOS)[number]

export type HeldBecause = 'chain-broken' | 'entry-unreadable' | 'exported'
export type SettledAs = Verdict | 'dropped'
