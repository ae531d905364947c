import { Type, type Static } from 'typebox'
import { closed, Id, Line, Moment, orNull } from '../platform/schema.ts'
import { NewTablet, SignedText, Sync, Synced } from './schema.ts'

export { DriveParams } from '../drives/schema.ts'

const Count = Type.Integer({ minimum: 0, maximum: 10_000_000 })
const Person = Type.Object({ staffId: Id, displayName: Type.String() })
const base64url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength })

export const LaptopParams = Type.Object({ laptopId: Id })
export const LaptopId = Type.Object({ laptopId: Id })

/** As tablets are paired: a one-time code, and a key that never leaves the laptop. */
export const NewLaptop = Type.Object({ ...NewTablet.properties, name: Line(60) }, closed)
export type NewLaptop = Static<typeof NewLaptop>
export const PairedLaptop = Type.Object({
  laptopId: Id,
  name: Type.String(),
  driveId: Id,
  driveName: Type.String(),
})
export type PairedLaptop = Static<typeof PairedLaptop>

/** As the office sees it. */
export const Laptop = Type.Object({
  id: Id,
  name: Type.String(),
  pairedBy: Person,
  pairedAt: Moment,
  revokedBy: orNull(Person),
  revokedAt: orNull(Moment),
  seenAt: Moment,
  /** entries that it kept for headquarters, as it last said */
  waiting: Count,
  /** when it took the oldest of them */
  waitingSince: orNull(Moment),
})
export type Laptop = Static<typeof Laptop>
export const Laptops = Type.Object({ laptops: Type.Array(Laptop) })

/** What a laptop says of itself from time to time. */
export const CheckIn = Type.Object({ waiting: Count, waitingSince: orNull(Moment) }, closed)
export type CheckIn = Static<typeof CheckIn>

/** What it needs to know its tablets by and to seal what they hand in; nothing of it is secret. */
export const Roster = Type.Object({
  tablets: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      boothId: Id,
      boothName: Type.String(),
      /** DER SubjectPublicKeyInfo of a P-256 key, as is `exportKey` */
      publicKey: base64url(200),
      exportKey: base64url(200),
      isRevoked: Type.Boolean(),
    }),
  ),
})
export type Roster = Static<typeof Roster>

/** A tablet's text, sealed by the laptop for headquarters. */
export const SealedText = Type.Object(
  {
    /** of the entry; 0 where the text has none */
    number: Type.Integer({ minimum: 0, maximum: 2_000_000_000 }),
    ephemeralKey: base64url(200),
    /** 12 bytes */
    iv: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }),
    content: base64url(300_000),
    signature: SignedText.properties.signature,
  },
  closed,
)
export type SealedText = Static<typeof SealedText>

export const Forwarding = Type.Object(
  {
    tabletId: Id,
    /** the tablet's clock while the laptop sends, as far as the laptop knows it */
    tabletNow: Sync.properties.tabletNow,
    waiting: Count,
    entries: Type.Array(SealedText, { minItems: 1, maxItems: 50 }),
  },
  closed,
)
export type Forwarding = Static<typeof Forwarding>

export const Forwarded = Type.Object({
  ...Synced.properties,
  /** the tablet is revoked: all that came waits for the office */
  isHeld: Type.Boolean(),
  /** places in `entries` of what could not be opened */
  unreadable: Type.Array(Type.Integer()),
})
export type Forwarded = Static<typeof Forwarded>
