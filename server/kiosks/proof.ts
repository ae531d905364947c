import { findCard, joinCards, noteWrongCode } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { takeLevelOfCard } from '../levels/index.ts'
import { checkOneTimeCode, checkPin, sendOneTimeCode, setPin, type CodeUse } from '../members/index.ts'
import type { Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { assert } from '../platform/errors.ts'
import type { Jobs } from '../platform/jobs.ts'
import { accept, refuse, type Refusal, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findOpenSession, noteProof, type OpenSession } from './queries.ts'

export type MemberAtKiosk = Extract<Actor, { kind: 'member' }>

/**
 * Sends a code to the phone of whoever's card was shown: what it proves is said when it is used. A picture of a card
 * must not use up the codes of whoever has the card, so one that was not tapped has codes of its own.
 */
export async function sendCode(
  work: Work,
  needs: { keys: KeyService; jobs: Jobs },
  member: MemberAtKiosk,
): Promise<Result<{ expiresAt: string }, 'code-sent-recently' | 'too-many-codes'>> {
  const session = await findOpenSession(work.tx, member.sessionId)
  const { sharesBalance } = await cardOf(work, member)
  const purpose = !sharesBalance ? 'claim-account' : isTapped(session) ? 'set-pin' : 'spend-points'
  const sent = await sendOneTimeCode(work, needs, codeUse(member, session, purpose))
  return sent.ok ? accept({ expiresAt: sent.value.expiresAt.toISOString() }) : sent
}

/** Sets the PIN of a tapped card with a code that came to the phone; this session is proven by it too. */
export async function setPinWithCode(
  work: Work,
  keys: KeyService,
  member: MemberAtKiosk,
  input: { code: string; pin: string },
) {
  const session = await findOpenSession(work.tx, member.sessionId)
  if (!isTapped(session)) return refuse('tap-needed')
  if (!(await cardOf(work, member)).sharesBalance) return refuse('joining-needed')
  const { memberId } = member
  const use = codeUse(member, session, 'set-pin')
  const code = await checkOneTimeCode(work, keys, { ...use, code: input.code })
  if (!code.ok) return noteIfWrong(work, session, code)
  const pin = await setPin(work, keys, { memberId, pin: input.pin })
  if (!pin.ok) return pin
  await noteProof(work.tx, member.sessionId, work.now)
  return accept({})
}

/** Proves by a tapped card and its PIN who stands there, for the rest of the session. */
export async function proveWithPin(work: Work, keys: KeyService, member: MemberAtKiosk, pin: string) {
  const session = await findOpenSession(work.tx, member.sessionId)
  if (!isTapped(session)) return refuse('tap-needed')
  if (!(await cardOf(work, member)).sharesBalance) return refuse('joining-needed')
  const checked = await checkPin(work, keys, { memberId: member.memberId, pin })
  if (!checked.ok) return noteIfWrong(work, session, checked)
  await noteProof(work.tx, member.sessionId, work.now)
  await audit(work, { action: 'member.proven', subject: `member:${member.memberId}`, details: { by: 'pin' } })
  return accept({})
}

/**
 * Proves by a code to the phone who swiped or scanned a card that proves nothing itself, for the rest of the session. A
 * tapped card proves with its PIN: no such code is ever sent for it.
 */
export async function proveWithCode(work: Work, keys: KeyService, member: MemberAtKiosk, code: string) {
  const session = await findOpenSession(work.tx, member.sessionId)
  if (!(await cardOf(work, member)).sharesBalance) return refuse('joining-needed')
  const use = codeUse(member, session, 'spend-points')
  const checked = await checkOneTimeCode(work, keys, { ...use, code })
  if (!checked.ok) return noteIfWrong(work, session, checked)
  await noteProof(work.tx, member.sessionId, work.now)
  await audit(work, {
    action: 'member.proven',
    subject: `member:${member.memberId}`,
    details: { by: 'code' },
  })
  return accept({})
}

/**
 * Joins a second card to the account that its holder proved with a code; the cards before it stop. Where the card was not
 * tapped the code proves the session too: it would be asked for again otherwise.
 */
export async function joinWithCode(work: Work, keys: KeyService, member: MemberAtKiosk, code: string) {
  const { memberId } = member
  const session = await findOpenSession(work.tx, member.sessionId)
  if ((await cardOf(work, member)).sharesBalance) return refuse('card-joined-already')
  const use = codeUse(member, session, 'claim-account')
  const checked = await checkOneTimeCode(work, keys, { ...use, code })
  if (!checked.ok) return noteIfWrong(work, session, checked)
  const { card_number: cardNumber } = session
  const joined = await joinCards(work, { memberId, cardNumber })
  if (!joined.ok) return joined
  await takeLevelOfCard(work, { memberId, cardNumber, level: (await cardOf(work, member)).level })
  if (!isTapped(session)) await noteProof(work.tx, member.sessionId, work.now)
  return accept({})
}

const isTapped = ({ means }: OpenSession): boolean => means === 'tap'

/** A code that was asked for without a tap is good in the same session at the same kiosk only. */
const codeUse = (
  { memberId, sessionId, kioskId }: MemberAtKiosk,
  session: OpenSession,
  purpose: CodeUse['purpose'],
): CodeUse => ({ memberId, purpose, at: isTapped(session) ? null : { sessionId, kioskId } })

/**
 * Guesses count against the card that was tapped: too many freeze it, and its session with it. Whoever has only a picture of
 * a card must not freeze it; their guesses end with the few codes that are sent.
 */
async function noteIfWrong<Code extends string>(
  work: Work,
  session: OpenSession,
  refusal: Refusal<Code>,
): Promise<Refusal<Code>> {
  const isWrong = refusal.reason === 'pin-wrong' || refusal.reason === 'code-wrong'
  if (isWrong && isTapped(session)) await noteWrongCode(work, session.card_number)
  return refusal
}

async function cardOf(work: Work, member: MemberAtKiosk) {
  const session = await findOpenSession(work.tx, member.sessionId)
  const card = await findCard(work.tx, session.card_number)
  assert(card, 'a session has a card')
  return card
}
