import { sameBytes } from '../../nfc/aes.ts'
import { nativeStatus } from '../../nfc/apdu.ts'
import { xor } from '../../nfc/bytes.ts'
import { crc32Nk } from '../../nfc/crc32.ts'
import { decryptDes, desCryptogram, desZeroIv } from '../../nfc/desfire/des-authenticate.ts'
import { keySettings } from '../../nfc/desfire/desfire.ts'
import { secured } from '../ntag424/messaging.ts'
import { cardStatus, Refusal } from '../ntag424/state.ts'
import { aesKeys, type Command, command, exactly, nothing, requireMasterUnless } from './command.ts'
import { cardLevel, type DesfireState, endSession, keyOf, levelOf, requireMaster } from './state.ts'

const masterToAes = 0x80

export const getKeyVersion: Command = (state, payload) =>
  secured(state, command(0x64, payload, 1, 'mac'), ([number = 0], data) => {
    exactly(data, 0)
    return Uint8Array.of(keyOf(state, number).version)
  })

export const getKeySettings: Command = (state, payload) => {
  requireMasterUnless(state, keySettings.listFreely)
  return secured(state, command(0x45, payload, 0, 'mac'), () => {
    const { settings, keys } = levelOf(state)
    return Uint8Array.of(settings, aesKeys + keys.length)
  })
}

export const changeKeySettings: Command = (state, payload) => {
  requireMaster(state)
  return secured(state, command(0x54, payload, 0, 'full'), (_, data) => {
    exactly(data, 1)
    const level = levelOf(state)
    if (!(level.settings & keySettings.changeSettings)) throw new Refusal(nativeStatus.permissionDenied)
    level.settings = data[0] ?? 0
    return nothing
  })
}

/** The one command of a DES session: the card's master key becomes an AES key. */
function changeMasterToAes(state: DesfireState, sessionKey: Uint8Array, payload: Uint8Array): Uint8Array {
  exactly(payload, 25)
  const [number = 0] = payload
  if (number !== masterToAes) throw new Refusal(cardStatus.parameterError)
  const plain = decryptDes(sessionKey, desZeroIv, payload.slice(1))
  const keyData = plain.slice(0, 17)
  if (!sameBytes(desCryptogram(masterToAes, keyData), plain)) throw new Refusal(nativeStatus.integrityError)
  const version = keyData[16] ?? 0
  Object.assign(keyOf(state, 0), { type: 'aes', value: keyData.slice(0, 16), version })
  endSession(state)
  return nothing
}

/** On the card level a key number has the new key's type in its upper bits, and only AES is known here. */
function numberOf({ selected }: DesfireState, sent: number): number {
  if (selected !== cardLevel) return sent
  if (!(sent & masterToAes)) throw new Refusal(cardStatus.parameterError)
  return sent & ~masterToAes
}

export const changeKey: Command = (state, payload) => {
  if (state.desSession) return changeMasterToAes(state, state.desSession, payload)
  requireMaster(state)
  return secured(state, command(0xc4, payload, 1, 'full'), ([sent = 0], data) => {
    const number = numberOf(state, sent)
    const key = keyOf(state, number)
    const isOwn = number === 0
    if (isOwn && !(levelOf(state).settings & keySettings.changeMasterKey))
      throw new Refusal(nativeStatus.permissionDenied)
    exactly(data, isOwn ? 17 : 21)
    const value = isOwn ? data.slice(0, 16) : xor(data.slice(0, 16), key.value)
    if (!isOwn && !sameBytes(crc32Nk(value), data.slice(17))) throw new Refusal(nativeStatus.integrityError)
    Object.assign(key, { value, version: data[16] ?? 0 })
    if (isOwn) endSession(state)
    return nothing
  })
}

const defaultKeyOption = 0x01
const optionLength = 25 // room for a key of 24 bytes, and its version

/** Of the options of a card only the key that new applications begin with. */
export const setConfiguration: Command = (state, payload) => {
  if (state.selected !== cardLevel) throw new Refusal(nativeStatus.permissionDenied)
  requireMaster(state)
  return secured(state, command(0x5c, payload, 1, 'full'), ([option = 0], data) => {
    exactly(data, optionLength)
    if (option !== defaultKeyOption) throw new Refusal(cardStatus.parameterError)
    Object.assign(state.memory.defaultKey, { value: data.slice(0, 16), version: data[optionLength - 1] ?? 0 })
    return nothing
  })
}
