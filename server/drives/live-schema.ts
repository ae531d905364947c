import { Type, type Static } from 'typebox'
import { Id, Moment, orNull } from '../platform/schema.ts'
import { BoothStock } from './booth-schema.ts'
import { ClockTime, Count, Day, Source, TeamMember } from './schema.ts'

/** How fast something goes, by the last hours, and when none is left if it goes on like this; null: it does not go. */
const Pace = Type.Object({
  onHand: Count,
  perHour: Type.Number({ minimum: 0 }),
  runsOutAt: orNull(Moment),
})
export type Pace = Static<typeof Pace>

export const LiveAlert = Type.Object({
  kind: Type.Enum([
    'cards-short',
    'gift-short',
    'no-enrolments',
    'tablet-silent',
    'behind-target',
    'queue-long',
  ]),
  /** null: of the whole drive */
  boothId: orNull(Id),
  /** of `gift-short` */
  giftId: orNull(Id),
  /** of `tablet-silent` */
  tabletName: orNull(Type.String()),
  /** of `no-enrolments`, `tablet-silent`, `queue-long` */
  minutes: orNull(Count),
})
export type LiveAlert = Static<typeof LiveAlert>

export const LiveBooth = Type.Object({
  boothId: Id,
  name: Type.String(),
  enrolments: Count,
  openShifts: Count,
  stock: BoothStock,
  /** of the day; null where none was planned */
  target: orNull(Count),
  cards: Pace,
  gifts: Type.Array(Type.Object({ giftId: Id, ...Pace.properties })),
  /** people whom somebody at the booth saw waiting */
  queue: orNull(
    Type.Object({
      waiting: Count,
      toldAt: Moment,
      /** waiting × the median time between enrolments of the last hour; null without two of them */
      minutes: orNull(Count),
    }),
  ),
  lastEnrolmentAt: orNull(Moment),
})
export type LiveBooth = Static<typeof LiveBooth>

export const DriveLive = Type.Object({
  driveId: Id,
  day: Day,
  target: Type.Integer(),
  enrolled: Count,
  today: Type.Object({ newMembers: Count, knownMembers: Count }),
  /** hours of this day with enrolments, 0–23 in the shop's zone */
  hours: Type.Array(Type.Object({ hour: Type.Integer(), enrolments: Count })),
  sources: Type.Array(Type.Object({ ...Source.properties, enrolments: Count })),
  booths: Type.Array(LiveBooth),
  people: Type.Array(Type.Object({ ...TeamMember.properties, enrolments: Count })),
  /** when this was so */
  at: Moment,
  opensAt: orNull(ClockTime),
  closesAt: orNull(ClockTime),
  /** the booths' targets of the day together; where none is planned, the drive's target spread over its days */
  dayTarget: Count,
  /** what of it should be there by now, spread evenly over the hours */
  dueByNow: Count,
  /** in an hour of the day, spread evenly */
  hourTarget: Type.Number({ minimum: 0 }),
  /** rates are of so many minutes before now */
  paceMinutes: Count,
  alerts: Type.Array(LiveAlert),
})
export type DriveLive = Static<typeof DriveLive>
