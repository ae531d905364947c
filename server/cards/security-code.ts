import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import { crockford, readCrockford } from '../platform/crockford.ts'
import { accept, refuse, refuseAndKeep, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findCard } from './queries.ts'
import { noteWrongCode } from './wrong-codes.ts'

/** Five bits a character: 30 bits. */
export const CODE_LENGTH = 6

/** Wrong answers for one card in a day, and from one address in an hour, before both must wait. */
export const CODE_LIMITS = {
  card: { tries: 5, windowMs: 24 * 3_600_000 },
  client: { tries: 20, windowMs: 3_600_000 },
} as const

/** The six characters printed on a card's back. `keyGeneration` is its batch's, as printed; a re-keyed chip changes nothing. */
export const securityCode = (
  keys: KeyService,
  { cardNumber, keyGeneration }: { cardNumber: string; keyGeneration: number },
): string => crockford(keys.securityCodeMac(keyGeneration, cardNumber), CODE_LENGTH)

export type CodeRefusal = 'code-tries-card' | 'code-tries-client' | 'security-code-wrong'

/**
 * Says whether number and printed code belong together. Each wrong answer counts, for the card and for the client, before
 * it is looked at; an unknown card and a wrong code get one answer, at one speed. Refuses in the order of `CodeRefusal`.
 */
export async function checkSecurityCode(
  work: Work,
  {
    keys,
    cardNumber,
    code,
    clientAddress,
  }: { keys: KeyService; cardNumber: string; code: string; clientAddress: string },
): Promise<Result<{ isGenuine: true }, CodeRefusal>> {
  const card = { scope: 'card', subject: keys.blindIndex('security-code-card', cardNumber) } as const
  const client = { scope: 'client', subject: keys.blindIndex('security-code-client', clientAddress) } as const
  if (!(await countTry(work, client))) return refuse('code-tries-client')
  if (!(await countTry(work, card))) return refuseAndKeep('code-tries-card')

  const known = await findCard(work.tx, cardNumber)
  const keyGeneration = known?.printedKeyVersion ?? keys.activeGeneration
  const expected = securityCode(keys, { cardNumber, keyGeneration })
  const isRight = isSame(readCrockford(code), expected)
  if (!isRight || !known || known.state === 'spoiled') {
    await noteWrongCode(work, cardNumber)
    return refuseAndKeep('security-code-wrong')
  }
  await forgive(work, card, client)
  return accept({ isGenuine: true })
}

const isSame = (given: string, expected: string): boolean => {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}

interface Counter {
  scope: keyof typeof CODE_LIMITS
  subject: Uint8Array
}

/** One statement, so that tries sent all at once are counted like others. @returns false when there were too many */
async function countTry({ tx, now }: Work, { scope, subject }: Counter): Promise<boolean> {
  const { tries, windowMs } = CODE_LIMITS[scope]
  const windowBegan = new Date(now.getTime() - windowMs)
  const counted = await sql`
    INSERT INTO security_code_tries AS t (scope, subject, tries, began_at) VALUES (${scope}, ${subject}, 1, ${now})
    ON CONFLICT (scope, subject) DO UPDATE
      SET tries    = CASE WHEN t.began_at <= ${windowBegan} THEN 1 ELSE t.tries + 1 END,
          began_at = CASE WHEN t.began_at <= ${windowBegan} THEN excluded.began_at ELSE t.began_at END
    WHERE t.tries < ${tries} OR t.began_at <= ${windowBegan}
    RETURNING 1`.execute(tx)
  return counted.rows.length === 1
}

/** A right answer clears the card's count, and takes back only itself from the client's. */
async function forgive({ tx }: Work, card: Counter, client: Counter): Promise<void> {
  await sql`UPDATE security_code_tries SET tries = 0 WHERE scope = ${card.scope} AND subject = ${card.subject}`.execute(
    tx,
  )
  await sql`UPDATE security_code_tries SET tries = tries - 1 WHERE scope = ${client.scope} AND subject = ${client.subject}`.execute(
    tx,
  )
}
