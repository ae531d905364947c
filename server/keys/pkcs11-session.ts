import { createRequire } from 'node:module'
import type * as Pkcs11 from 'pkcs11js'
import { AppError } from '../platform/errors.ts'

/** Which security module, and which token in it. */
export interface Pkcs11Token {
  /** the vendor's library, e.g. /usr/lib/softhsm/libsofthsm2.so */
  module: string
  /** by its label, or by the slot that it is in */
  token: { label: string } | { slot: number }
  pin: string
}

/** A session that is opened again when the module has lost it; `opening` tells handles of one opening from the next. */
export interface Pkcs11Session {
  use<T>(work: (open: OpenSession) => T): T
  close(): void
}

export interface OpenSession {
  pkcs11: Pkcs11.PKCS11
  constants: typeof Pkcs11
  session: Pkcs11.Handle
  opening: number
}

/** PKCS#11 v2.40 §5.1: what a call answers when the session went with the module, its token or its login. */
const LOST = [
  'CKR_SESSION_HANDLE_INVALID',
  'CKR_SESSION_CLOSED',
  'CKR_USER_NOT_LOGGED_IN',
  'CKR_DEVICE_REMOVED',
]

/**
 * Logs in to a token.
 * @throws AppError `pkcs11-driver-missing`, `pkcs11-token-missing`, `pkcs11-pin-wrong`, `pkcs11-failed`
 */
export function openPkcs11Session(token: Pkcs11Token): Pkcs11Session {
  const constants = loadDriver()
  const pkcs11 = new constants.PKCS11()
  let openings = 0
  const openAgain = (): OpenSession => {
    openings += 1
    return { pkcs11, constants, session: logIn(pkcs11, constants, token), opening: openings }
  }
  let open = named(() => {
    loadModule(pkcs11, token.module)
    unless('CKR_CRYPTOKI_ALREADY_INITIALIZED', () => pkcs11.C_Initialize())
    return openAgain()
  })
  return {
    use: (work) =>
      named(() => {
        try {
          return work(open)
        } catch (error) {
          if (!LOST.includes(answerOf(error) ?? '')) throw error
          open = openAgain()
          return work(open)
        }
      }),
    close: () => named(() => pkcs11.C_CloseSession(open.session)),
  }
}

function loadDriver(): typeof Pkcs11 {
  try {
    return createRequire(import.meta.url)('pkcs11js') as typeof Pkcs11
  } catch (cause) {
    throw new AppError(
      'pkcs11-driver-missing',
      'KEY_STORE=pkcs11 needs the package pkcs11js, which could not be built here: install a C++ compiler and Python, then run npm install again.',
      { cause },
    )
  }
}

function loadModule(pkcs11: Pkcs11.PKCS11, path: string): void {
  try {
    pkcs11.load(path)
  } catch (cause) {
    throw new AppError('pkcs11-failed', `${path} is no PKCS#11 library, or does not fit this computer.`, {
      cause,
    })
  }
}

function logIn(pkcs11: Pkcs11.PKCS11, constants: typeof Pkcs11, wanted: Pkcs11Token): Pkcs11.Handle {
  const slot = findSlot(pkcs11, wanted)
  const session = pkcs11.C_OpenSession(slot, constants.CKF_SERIAL_SESSION | constants.CKF_RW_SESSION)
  try {
    unless('CKR_USER_ALREADY_LOGGED_IN', () => pkcs11.C_Login(session, constants.CKU_USER, wanted.pin))
  } catch (error) {
    pkcs11.C_CloseSession(session)
    const answer = answerOf(error)
    if (answer !== 'CKR_PIN_INCORRECT' && answer !== 'CKR_PIN_LEN_RANGE') throw error
    throw new AppError(
      'pkcs11-pin-wrong',
      'The security module refuses the PIN. Do not try often: it locks itself.',
    )
  }
  return session
}

function findSlot(pkcs11: Pkcs11.PKCS11, { token, module }: Pkcs11Token): Pkcs11.Handle {
  const slots = pkcs11.C_GetSlotList(true)
  const found =
    'slot' in token
      ? slots.find((slot) => readSlotNumber(slot) === token.slot)
      : slots.find((slot) => pkcs11.C_GetTokenInfo(slot).label.trim() === token.label)
  if (found) return found
  const name = 'slot' in token ? `slot ${token.slot}` : `label ${token.label}`
  throw new AppError(
    'pkcs11-token-missing',
    `${module} has no token with ${name}: plug it in, or set PKCS11_TOKEN.`,
  )
}

/** A handle is a CK_ULONG of this machine in eight bytes. */
const readSlotNumber = (slot: Pkcs11.Handle): number => Number(slot.readBigUInt64LE())

function unless(answer: string, work: () => unknown): void {
  try {
    work()
  } catch (error) {
    if (answerOf(error) !== answer) throw error
  }
}

const answerOf = (error: unknown): string | undefined =>
  error instanceof Error && error.name === 'Pkcs11Error' ? error.message : undefined

/** A module's answers are names without any value in them: they may be shown. */
function named<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const answer = answerOf(cause)
    if (answer === undefined) throw cause
    throw new AppError('pkcs11-failed', `The security module answered ${answer}.`, { cause })
  }
}
