import type { Platform } from '../platform/platform.ts'
import type { Signing } from '../tablets/index.ts'
import type { Forwarder } from './forwarder.ts'
import { findGathered, raiseGatheredMs } from './queries.ts'

/** Whoever makes up tablets does not make us ask headquarters each time. */
const ASK_AGAIN_MS = 1_000

/** Tablets as this laptop knows them; of one that was paired a moment ago headquarters tells. */
export function gatheredSigning({ db }: Pick<Platform, 'db'>, forwarder: Forwarder): Signing {
  let askedAt = -Infinity
  const find = async (id: string) => {
    const known = await findGathered(db, id)
    if (known || performance.now() - askedAt < ASK_AGAIN_MS) return known
    askedAt = performance.now()
    return (await forwarder.checkIn()) ? findGathered(db, id) : undefined
  }
  return {
    kind: 'tablet',
    async find(id) {
      const tablet = await find(id)
      return (
        tablet && {
          actor: { kind: 'tablet', tabletId: tablet.id, boothId: tablet.booth_id },
          publicKey: tablet.public_key,
          isRevoked: tablet.is_revoked,
        }
      )
    },
    raise: (id, ms) => raiseGatheredMs(db, id, ms),
  }
}
