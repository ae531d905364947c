import type { ReceivedCommand } from '../ntag424/messaging.ts'
import { cardStatus, Refusal } from '../ntag424/state.ts'
import { type DesfireState, levelOf, requireMaster } from './state.ts'

/** One wrapped native command; throws a `Refusal` with the status that the chip answers. */
export type Command = (state: DesfireState, payload: Uint8Array) => Uint8Array

export const nothing = new Uint8Array()
/** Type of an application's keys, beside their number. */
export const aesKeys = 0x80

export const exactly = (data: Uint8Array, length: number) => {
  if (data.length !== length) throw new Refusal(cardStatus.lengthError)
}

export const command = (
  instruction: number,
  payload: Uint8Array,
  headerLength: number,
  mode: ReceivedCommand['mode'],
) => ({
  instruction,
  payload,
  headerLength,
  mode,
})

/** A command whose right is the master key's, unless the level's settings give it to everybody. */
export function requireMasterUnless(state: DesfireState, setting: number): void {
  if (!(levelOf(state).settings & setting)) requireMaster(state)
}
