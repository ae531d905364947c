import { Type, type Static } from 'typebox'
import { CardInHand } from '../cards/schema.ts'
import { closed, Id, Points } from '../platform/schema.ts'

/** A calendar day in the shop's zone. */
const Day = Type.String({ format: 'date' })

export const Activity = Type.Object({
  id: Id,
  /** of the rules, which say what it gives */
  code: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  /** the last one counts */
  fromDay: Day,
  untilDay: Day,
  /** members can be checked in now */
  isOpen: Type.Boolean(),
  points: Points,
  checkedIn: Type.Integer({ minimum: 0 }),
})
export type Activity = Static<typeof Activity>

export const Activities = Type.Object({ activities: Type.Array(Activity) })

export const NewActivity = Type.Object(
  { programmeId: Id, code: Type.String({ maxLength: 40 }), fromDay: Day, untilDay: Day },
  closed,
)
export type NewActivity = Static<typeof NewActivity>
export const ActivityId = Type.Object({ activityId: Id })

export const NewCheckIn = Type.Object({ card: CardInHand }, closed)
export type NewCheckIn = Static<typeof NewCheckIn>
export const CheckedIn = Type.Object({ activityId: Id, points: Points })
export type CheckedIn = Static<typeof CheckedIn>

export const MemberParams = Type.Object({ memberId: Id })
/** Whether a member is told by message before points end. */
export const ReminderChoice = Type.Object({ isWanted: Type.Boolean() }, closed)
export type ReminderChoice = Static<typeof ReminderChoice>

/** What stands behind `#r=` in the address that each reminder ends with: whom it was for, and our mark on it. */
const ReminderToken = Type.String({ pattern: '^[A-Za-z0-9_-]{22}~[A-Za-z0-9_-]{22}$' })
export const FindReminders = Type.Object({ token: ReminderToken }, closed)
export type FindReminders = Static<typeof FindReminders>
export const ChooseReminders = Type.Object({ token: ReminderToken, isWanted: Type.Boolean() }, closed)
export type ChooseReminders = Static<typeof ChooseReminders>
