import { nativeStatus } from '../../nfc/apdu.ts'
import type { RandomBytes } from '../../nfc/authenticate.ts'
import type { CommunicationMode, Session } from '../../nfc/secure-messaging.ts'
import type { CardMemory, FileNumber, KeySlot } from './memory.ts'

/** A session as the card keeps it: with the key that opened it. */
export interface CardSession extends Session {
  readonly keyNumber: number
}

/** An authentication between its two frames. */
export interface PendingAuthentication {
  readonly kind: 'authentication'
  readonly keyNumber: number
  readonly rndB: Uint8Array
  readonly transactionId: Uint8Array
  readonly commandCounter: number
  /** First authentications also answer the transaction id and the capabilities. */
  readonly capabilities: Uint8Array | undefined
}

/** GetVersion between its frames. */
interface PendingVersion {
  readonly kind: 'version'
  readonly framesSent: readonly Uint8Array[]
}

/** Everything of a virtual card; what is not memory is gone when the field is. */
export interface CardState {
  memory: CardMemory
  readonly randomBytes: RandomBytes
  inApplication: boolean
  selectedFile: FileNumber | undefined
  session: CardSession | undefined
  pending: PendingAuthentication | PendingVersion | undefined
  /** The run of read commands that shares one SDM reading (NT4H2421Gx §9.3.1, §9.3.4). */
  reading: { readonly instruction: number; readonly random: Uint8Array } | undefined
  /** Refusals still owed before the next authentication is let in. */
  delaysOwed: number
}

/** A command that ends with a status word other than success; the session ends with it. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number) {
    super('the card refuses')
    this.status = status
  }
}

/** Status words that only the card needs to know (NT4H2421Gx tables 23, 24). */
export const cardStatus = {
  illegalCommand: 0x911c,
  lengthError: 0x917e,
  parameterError: 0x919e,
  boundaryError: 0x91be,
  commandAborted: 0x91ca,
  fileNotFound: 0x91f0,
  isoWrongLength: 0x6700,
  isoSecurityNotSatisfied: 0x6982,
  isoConditionsNotSatisfied: 0x6985,
  isoNotFound: 0x6a82,
  isoWrongParameters: 0x6a86,
  isoUnknownInstruction: 0x6d00,
  isoUnknownClass: 0x6e00,
} as const

export const communicationModes: readonly CommunicationMode[] = ['plain', 'mac', 'plain', 'full']

/** The slot of an application key. Throws 9140 for a number that the chip has not. */
export function keySlot(state: CardState, number: number): KeySlot {
  const slot = state.memory.keys[number]
  if (!slot || !state.inApplication) throw new Refusal(nativeStatus.noSuchKey)
  return slot
}
