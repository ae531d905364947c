import type { KeyService } from '../keys/index.ts'
import { countMarks, markPhones, phoneMarkKey, phoneMarks } from '../members/index.ts'
import type { Db } from '../platform/database.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { addToBloom, emptyBloom } from './bloom.ts'
import type { PhoneFilter } from './schema.ts'

/** As the latest build left it. Refuses with `phone-filter-not-ready` while phones of earlier members are being marked. */
export async function phoneFilter(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  keys: KeyService,
): Promise<Result<PhoneFilter, 'phone-filter-not-ready'>> {
  const built = (await findFilter(db)) ?? (await buildOnce(db, clock.now()))
  if (!built) return refuse('phone-filter-not-ready')
  const { bits, hashes, filter, members, built_at: builtAt } = built
  return accept({
    key: Buffer.from(phoneMarkKey(keys)).toString('base64'),
    bits,
    hashes,
    filter: Buffer.from(filter).toString('base64'),
    members,
    builtAt: builtAt.toISOString(),
  })
}

const findFilter = (db: Db) =>
  db
    .selectFrom('phone_filters')
    .select(['bits', 'hashes', 'filter', 'members', 'built_at'])
    .executeTakeFirst()

async function buildOnce(db: Db, now: Date) {
  if (!(await countMarks(db)).isComplete) return undefined
  await buildPhoneFilter(db, now)
  return findFilter(db)
}

/** Builds the filter anew from the marks: one bit array and a page of marks at a time, whatever the number of members. */
export async function buildPhoneFilter(db: Db, now: Date): Promise<void> {
  const { members } = await countMarks(db)
  const bloom = emptyBloom(members)
  for await (const mark of phoneMarks(db)) addToBloom(bloom, mark)
  const { bits, hashes, filter } = bloom
  const row = { bits, hashes, filter: Buffer.from(filter), members, built_at: now }
  await db
    .insertInto('phone_filters')
    .values(row)
    .onConflict((conflict) => conflict.column('is_the_one').doUpdateSet(row))
    .execute()
}

/** Every ten minutes, while a tablet is paired and people were added. */
export const phoneFilterBuilding = (
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  keys: KeyService,
): JobKind<never> => ({
  name: 'tablets.phone-filter',
  cron: '*/10 * * * *',
  async handle() {
    const tablet = await db
      .selectFrom('tablets')
      .select('id')
      .where('revoked_at', 'is', null)
      .limit(1)
      .executeTakeFirst()
    if (!tablet) return
    await markPhones(db, keys)
    const { members } = await countMarks(db)
    if ((await findFilter(db))?.members !== members) await buildPhoneFilter(db, clock.now())
  },
})
