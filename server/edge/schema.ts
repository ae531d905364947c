import { Type, type Static } from 'typebox'
import { Id, Moment, orNull } from '../platform/schema.ts'

export type { EntryVerdict, Provision, Sync, Synced } from '../tablets/schema.ts'
export {
  Forwarded,
  PairedLaptop,
  Roster,
  type CheckIn,
  type Forwarding,
  type NewLaptop,
} from '../tablets/laptop-schema.ts'

const Count = Type.Integer({ minimum: 0 })

/** What whoever stands at the laptop wants to know. */
export const LaptopState = Type.Object({
  name: Type.String(),
  driveName: Type.String(),
  /** the address by which tablets reach headquarters without the laptop */
  headquarters: Type.String(),
  /** `refused`: headquarters knows this laptop no more; `never`: it has not answered yet */
  reach: Type.Enum(['reached', 'lost', 'never', 'refused']),
  /** since when it is reached, or is not; null until it was asked after a start */
  turnedAt: orNull(Moment),
  /** when headquarters last answered */
  seenAt: orNull(Moment),
  /** when it last took entries; null until then after a start */
  sentAt: orNull(Moment),
  /** entries that wait for headquarters */
  waiting: Count,
  /** when the oldest of them was taken */
  waitingSince: orNull(Moment),
  tablets: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      boothName: Type.String(),
      waiting: Count,
      /** when it last handed something in, or asked */
      seenAt: orNull(Moment),
      isRevoked: Type.Boolean(),
      /** its chain is broken: the office judges what it handed in */
      isBroken: Type.Boolean(),
    }),
  ),
})
export type LaptopState = Static<typeof LaptopState>
