import { findCard, joinCards, noteWrongCode } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { takeLevelOfCard } from '../levels/index.ts'
import { checkOneTimeCode, checkPin, sendOneTimeCode, setPin } from '../members/index.ts'
import type { Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { assert } from '../platform/errors.ts'
import type { Jobs } from '../platform/jobs.ts'
import { accept, refuse, type Refusal, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findOpenSession, noteProof } from './queries.ts'

export type MemberAtKiosk = Extract<Actor, { kind: 'member' }>

/**
 * Sends a code to the phone of whoever's card was tapped: what it proves is said when it is used. A picture of a
 * card must neither ring somebody's phone nor use their codes of the hour up.
 */
export async function sendCode(
  work: Work,
  needs: { keys: KeyService; jobs: Jobs },
  member: MemberAtKiosk,
): Promise<Result<{ expiresAt: string }, 'tap-needed' | 'code-sent-recently'>> {
  const session = await findOpenSession(work.tx, member.sessionId)
  if (session.means !== 'tap') return refuse('tap-needed')
  const card = await cardOf(work, member)
  const purpose = card.sharesBalance ? 'set-pin' : 'claim-account'
  const sent = await sendOneTimeCode(work, needs, { memberId: member.memberId, purpose })
  return sent.ok ? accept({ expiresAt: sent.value.expiresAt.toISOString() }) : sent
}

/** Sets the PIN with a code that came to the phone; this session is proven by it too, if the card was tapped. */
export async function setPinWithCode(
  work: Work,
  keys: KeyService,
  member: MemberAtKiosk,
  input: { code: string; pin: string },
) {
  const session = await findOpenSession(work.tx, member.sessionId)
  if (session.means !== 'tap') return refuse('tap-needed')
  if (!(await cardOf(work, member)).sharesBalance) return refuse('joining-needed')
  const { memberId } = member
  const code = await checkOneTimeCode(work, keys, { memberId, purpose: 'set-pin', code: input.code })
  if (!code.ok) return noteIfWrong(work, session, code)
  const pin = await setPin(work, keys, { memberId, pin: input.pin })
  if (!pin.ok) return pin
  await noteProof(work.tx, member.sessionId, work.now)
  return accept({})
}

/** Proves by a tapped card and its PIN who stands there, for the rest of the session. */
export async function proveWithPin(work: Work, keys: KeyService, member: MemberAtKiosk, pin: string) {
  const session = await findOpenSession(work.tx, member.sessionId)
  if (session.means !== 'tap') return refuse('tap-needed')
  if (!(await cardOf(work, member)).sharesBalance) return refuse('joining-needed')
  const checked = await checkPin(work, keys, { memberId: member.memberId, pin })
  if (!checked.ok) return noteIfWrong(work, session, checked)
  await noteProof(work.tx, member.sessionId, work.now)
  await audit(work, { action: 'member.proven', subject: `member:${member.memberId}`, details: { by: 'pin' } })
  return accept({})
}

/** Joins a second card to the account that its holder proved with a code; the cards before it stop. */
export async function joinWithCode(work: Work, keys: KeyService, member: MemberAtKiosk, code: string) {
  const { memberId } = member
  const session = await findOpenSession(work.tx, member.sessionId)
  if (session.means !== 'tap') return refuse('tap-needed')
  if ((await cardOf(work, member)).sharesBalance) return refuse('card-joined-already')
  const checked = await checkOneTimeCode(work, keys, { memberId, purpose: 'claim-account', code })
  if (!checked.ok) return noteIfWrong(work, session, checked)
  const { card_number: cardNumber } = session
  const joined = await joinCards(work, { memberId, cardNumber })
  if (!joined.ok) return joined
  await takeLevelOfCard(work, { memberId, cardNumber, level: (await cardOf(work, member)).level })
  return accept({})
}

/** Guesses count against the card that was tapped: too many freeze it, and its session with it. */
async function noteIfWrong<Code extends string>(
  work: Work,
  session: { card_number: string },
  refusal: Refusal<Code>,
): Promise<Refusal<Code>> {
  if (refusal.reason === 'pin-wrong' || refusal.reason === 'code-wrong')
    await noteWrongCode(work, session.card_number)
  return refusal
}

async function cardOf(work: Work, member: MemberAtKiosk) {
  const session = await findOpenSession(work.tx, member.sessionId)
  const card = await findCard(work.tx, session.card_number)
  assert(card, 'a session has a card')
  return card
}
