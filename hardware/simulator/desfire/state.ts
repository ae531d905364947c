import { nativeStatus } from '../../nfc/apdu.ts'
import type { RandomBytes } from '../../nfc/authenticate.ts'
import { type CardSession, Refusal } from '../ntag424/state.ts'
import type { DesfireFile, DesfireKey, DesfireMemory, Level } from './memory.ts'

export const cardLevel = 0

export type Pending =
  | { readonly kind: 'version'; readonly framesSent: number }
  | { readonly kind: 'des'; readonly rndB: Uint8Array; readonly sent: Uint8Array }
  | {
      readonly kind: 'aes'
      readonly keyNumber: number
      readonly rndB: Uint8Array
      readonly transactionId: Uint8Array
      readonly commandCounter: number
      readonly capabilities: Uint8Array | undefined
    }

/** Everything of a virtual DESFire; what is not memory is gone when the field is. */
export interface DesfireState {
  memory: DesfireMemory
  readonly randomBytes: RandomBytes
  /** AID of the level that commands go to. */
  selected: number
  session: CardSession | undefined
  /** Session key of AuthenticateISO, on the card level. */
  desSession: Uint8Array | undefined
  pending: Pending | undefined
}

export const endSession = (state: DesfireState): void => {
  state.session = undefined
  state.desSession = undefined
}

export function levelOf({ memory, selected }: DesfireState): Level {
  const level = memory.levels.get(selected)
  if (!level) throw new Refusal(nativeStatus.noSuchApplication)
  return level
}

/** Throws 9140 for a number that the level has not. */
export function keyOf(state: DesfireState, number: number): DesfireKey {
  const key = levelOf(state).keys[number]
  if (!key) throw new Refusal(nativeStatus.noSuchKey)
  return key
}

/** Throws 91F0 for a number that the application has not. */
export function fileOf(state: DesfireState, number: number): DesfireFile {
  const file = levelOf(state).files.get(number)
  if (!file) throw new Refusal(0x91f0)
  return file
}

/** Throws 91AE unless the session was opened with the level's master key. */
export function requireMaster({ session }: DesfireState): void {
  if (session?.keyNumber !== 0) throw new Refusal(nativeStatus.authenticationError)
}
