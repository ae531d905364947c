import type { KeyService } from '../keys/index.ts'
import type { Db } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { derivedId } from '../platform/ids.ts'
import type { Work } from '../platform/work.ts'
import { findSecret, insertSecret } from './queries.ts'
import { newSecret } from './signing.ts'

/** How long a secret that was replaced signs beside the new one. */
const OLD_SECRET_HOURS = 24

const secretIdOf = (commandId: string): string => derivedId(commandId, 'webhook-secret')

/** The secret that a command made: a repeated request is answered with the same one. */
export async function secretMadeBy(db: Db, keys: KeyService, commandId: string): Promise<string> {
  const secret = await findSecret(db, secretIdOf(commandId))
  assert(secret !== undefined, 'a secret that was made is kept')
  return openSecret(keys, secret)
}

/** Makes a secret that signs from now on; the one before it signs too, for a day. */
export async function makeSecret(work: Work, keys: KeyService, webhookId: string): Promise<void> {
  const id = secretIdOf(work.id)
  await insertSecret(work.tx, {
    id,
    webhookId,
    sealed: keys.sealForSystem(newSecret(), contextOf(id)),
    now: work.now,
    oldUntil: new Date(work.now.getTime() + OLD_SECRET_HOURS * 3_600_000),
  })
}

export const openSecret = (keys: KeyService, { id, sealed }: { id: string; sealed: Uint8Array }): string =>
  keys.openForSystem(sealed, contextOf(id))

const contextOf = (id: string): string => `webhook-secret:${id}`
