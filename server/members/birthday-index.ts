import type { KeyService } from '../keys/index.ts'
import type { Db } from '../platform/database.ts'
import { birthdayIndex, readIdentity } from './identity.ts'
import { setBirthdayIndex, unindexedBirthdays } from './queries.ts'

const AT_ONCE = 500

/** Gives birthdays that were sealed before there was an index theirs; nothing is left to do the next time. */
export async function indexBirthdays(db: Db, keys: KeyService): Promise<void> {
  for (;;) {
    const memberIds = await unindexedBirthdays(db, AT_ONCE)
    for (const memberId of memberIds) {
      const birthday = (await readIdentity(db, keys, memberId))?.birthday
      if (birthday) await setBirthdayIndex(db, memberId, birthdayIndex(keys, birthday.slice(5)))
    }
    if (memberIds.length < AT_ONCE) return
  }
}
