import { createHash, randomBytes } from 'node:crypto'
import { audit } from '../platform/audit.ts'
import { minutesAfter } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { hashOfNobody, verifyPassword } from './password.ts'
import { countTry, deleteSession, findPassword, forgetTries, insertSession } from './queries.ts'
import type { Person } from './schema.ts'

const SESSION_MINUTES = 12 * 60
const PAUSE_MINUTES = 5
/** in a row; `countTry` pauses with the last of them */
const TRIES = 5
const REMEMBERED_MINUTES = 24 * 60

/** Tries before this moment count no more. */
export const triesRememberedSince = (now: Date): Date => minutesAfter(now, -REMEMBERED_MINUTES)

export interface SignedIn {
  person: Person
  /** goes into the cookie; the database keeps its hash only */
  token: string
}

/** Under which the tries of a sign-in name are counted. */
export const nameHashOf = ({ contentHash }: Pick<Platform, 'contentHash'>, signInName: string): Uint8Array =>
  contentHash(`sign-in:${signInName.toLowerCase()}`)

/** SHA-256 suffices for a token: it has 256 random bits. */
export const tokenHash = (token: string): Uint8Array => createHash('sha256').update(token).digest()

export interface Attempt {
  signInName: string
  /** keyed hash of the name: under it tries are counted */
  nameHash: Uint8Array
  password: string
  now: Date
  /** whether this browser has signed in as this person before: strangers' wrong tries do not pause it */
  isKnownTo: (staffId: string) => boolean
}

/**
 * Checks a password and opens a session. An unknown name takes as long, says the same as a wrong password and pauses
 * as a known one does. After five wrong tries the name pauses for five minutes, but in browsers that know it; sessions
 * that are open go on.
 */
export async function signIn(
  db: Db,
  attempt: Attempt,
): Promise<Result<SignedIn, 'sign-in-failed' | 'sign-in-paused'>> {
  const checked = await checkPassword(db, attempt)
  if (!checked.ok) return checked
  const { now } = attempt
  const person = checked.value
  return inTransaction(db, async (tx) => {
    const actor = { kind: 'staff', staffId: person.id, roles: person.roles } as const
    return accept({ person, token: await openSession({ tx, now, id: '', actor }, person.id) })
  })
}

/** Who this is, when the password is right; tries count and pause as `signIn` says. */
export async function checkPassword(
  db: Db,
  { signInName, nameHash, password, now, isKnownTo }: Attempt,
): Promise<Result<Person, 'sign-in-failed' | 'sign-in-paused'>> {
  const known = await findPassword(db, signInName.toLowerCase())
  const mayGoOn = await mayTry(db, { nameHash, staffId: known?.id, now })
  if (!mayGoOn && !(known && isKnownTo(known.id))) return refuse('sign-in-paused')
  const isRight = await verifyPassword(known?.hash ?? hashOfNobody, password)
  if (!known || !isRight) return refuse('sign-in-failed')
  await inTransaction(db, (tx) => forgetTries(tx, nameHash))
  const { hash: _hash, ...person } = known
  return accept(person)
}

interface Try {
  nameHash: Uint8Array
  /** undefined for a name that nobody has; it is counted and written down all the same */
  staffId: string | undefined
  now: Date
}

const mayTry = (db: Db, { nameHash, staffId, now }: Try): Promise<boolean> =>
  inTransaction(db, async (tx) => {
    const limits = {
      now,
      pausedUntil: minutesAfter(now, PAUSE_MINUTES),
      rememberedSince: triesRememberedSince(now),
    }
    const tries = await countTry(tx, nameHash, limits)
    if (tries === undefined) return false
    const fact = { action: 'staff.last-try', subject: `staff:${staffId ?? 'unknown'}`, details: { tries } }
    if (tries >= TRIES) await audit({ tx, now, id: '', actor: { kind: 'public' } }, fact)
    return true
  })

/** @returns the token of a new session of twelve hours */
export async function openSession(work: Work, staffId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = minutesAfter(work.now, SESSION_MINUTES)
  await insertSession(work.tx, { tokenHash: tokenHash(token), staffId, now: work.now, expiresAt })
  await audit(work, { action: 'staff.signed-in', subject: `staff:${staffId}` })
  return token
}

export const signOut = (work: Pick<Work, 'now' | 'actor'>, db: Db, token: string): Promise<void> =>
  inTransaction(db, async (tx) => {
    const staffId = await deleteSession(tx, tokenHash(token))
    const fact = { action: 'staff.signed-out', subject: `staff:${staffId}` }
    if (staffId) await audit({ ...work, tx, id: '' }, fact)
  })
