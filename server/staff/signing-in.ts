import { createHash, randomBytes } from 'node:crypto'
import { audit } from '../platform/audit.ts'
import { minutesAfter } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, refuseAndKeep, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { hashOfNobody, verifyPassword } from './password.ts'
import {
  countWrongPassword,
  deleteSession,
  findPassword,
  forgetWrongPasswords,
  insertSession,
} from './queries.ts'
import type { Person } from './schema.ts'

const SESSION_MINUTES = 12 * 60
const PAUSE_MINUTES = 5

export interface SignedIn {
  person: Person
  /** goes into the cookie; the database keeps its hash only */
  token: string
}

/** SHA-256 suffices for a token: it has 256 random bits. */
export const tokenHash = (token: string): Uint8Array => createHash('sha256').update(token).digest()

/**
 * Checks a password and opens a session. An unknown name takes as long and says the same as a wrong password.
 * After five wrong tries the account's password pauses for five minutes; sessions that are open go on.
 */
export async function signIn(
  db: Db,
  attempt: { signInName: string; password: string; now: Date },
): Promise<Result<SignedIn, 'sign-in-failed' | 'sign-in-paused'>> {
  const known = await findPassword(db, attempt.signInName.toLowerCase())
  if (known?.lockedUntil && known.lockedUntil > attempt.now) return refuse('sign-in-paused')
  const isRight = await verifyPassword(known?.hash ?? hashOfNobody, attempt.password)
  return inTransaction(db, async (tx) => {
    if (!known || !isRight) {
      if (known) await countWrongPassword(tx, known.id, minutesAfter(attempt.now, PAUSE_MINUTES))
      return refuseAndKeep('sign-in-failed')
    }
    await forgetWrongPasswords(tx, known.id)
    const { hash: _hash, lockedUntil: _lockedUntil, ...person } = known
    const work: Work = {
      tx,
      now: attempt.now,
      id: '',
      actor: { kind: 'staff', staffId: known.id, roles: known.roles },
    }
    return accept({ person, token: await openSession(work, known.id) })
  })
}

/** @returns the token of a new session of twelve hours */
export async function openSession(work: Work, staffId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = minutesAfter(work.now, SESSION_MINUTES)
  await insertSession(work.tx, { tokenHash: tokenHash(token), staffId, now: work.now, expiresAt })
  await audit(work, { action: 'staff.signed-in', subject: `staff:${staffId}` })
  return token
}

export const signOut = (db: Db, token: string): Promise<void> =>
  inTransaction(db, (tx) => deleteSession(tx, tokenHash(token)))
