import { Type } from 'typebox'
import { Id } from '../platform/schema.ts'
import { BoothStock } from './booth-schema.ts'
import { Count, Day, Source } from './schema.ts'

export const DriveLive = Type.Object({
  driveId: Id,
  day: Day,
  target: Type.Integer(),
  enrolled: Count,
  today: Type.Object({ newMembers: Count, knownMembers: Count }),
  /** hours of this day with enrolments, 0–23 in the shop's zone */
  hours: Type.Array(Type.Object({ hour: Type.Integer(), enrolments: Count })),
  sources: Type.Array(Type.Object({ ...Source.properties, enrolments: Count })),
  booths: Type.Array(
    Type.Object({
      boothId: Id,
      name: Type.String(),
      enrolments: Count,
      openShifts: Count,
      stock: BoothStock,
    }),
  ),
})
