import type { Platform } from '../platform/platform.ts'
import type { Signing } from './authenticate.ts'
import { findLaptop, raiseLaptopMs } from './laptop-queries.ts'
import { findTablet, raiseRequestMs } from './queries.ts'

/** Tablets as headquarters knows them. */
export const tabletSigning = ({ db }: Pick<Platform, 'db'>): Signing => ({
  kind: 'tablet',
  async find(id) {
    const tablet = await findTablet(db, id)
    return (
      tablet && {
        actor: { kind: 'tablet', tabletId: tablet.id, boothId: tablet.booth_id },
        publicKey: tablet.public_key,
        isRevoked: tablet.revoked_at !== null,
      }
    )
  },
  raise: (id, ms) => raiseRequestMs(db, id, ms),
})

export const laptopSigning = ({ db }: Pick<Platform, 'db'>): Signing => ({
  kind: 'laptop',
  async find(id) {
    const laptop = await findLaptop(db, id)
    return (
      laptop && {
        actor: { kind: 'laptop', laptopId: laptop.id, driveId: laptop.drive_id },
        publicKey: laptop.public_key,
        isRevoked: laptop.revoked_at !== null,
      }
    )
  },
  raise: (id, ms) => raiseLaptopMs(db, id, ms),
})
