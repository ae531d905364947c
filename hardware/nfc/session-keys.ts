import { aesCmac, truncatedMac, decryptCbc, encryptBlock, encryptCbc, truncated } from './aes.ts'
import { concat, littleEndian, unhex, xor } from './bytes.ts'
import { advanced, decryptLricb, encryptLricb, lrpCmac, lrpKey, lrpKeys } from './lrp.ts'

/** Which of the chip's two secure messagings a session speaks (NT4H2421Gx §9.1, §9.2). */
export type Messaging = 'aes' | 'lrp'

export interface SessionKeys {
  readonly encryption: Uint8Array
  readonly mac: Uint8Array
}

/** What the initial vector of an AES session depends on. */
export interface Moment {
  readonly transactionId: Uint8Array
  readonly commandCounter: number
}

type Direction = 'command' | 'answer'

/** The cryptography of one authenticated session. Data are whole blocks: padding is the caller's. */
export interface SessionCipher {
  readonly messaging: Messaging
  /** The truncated MAC of either direction, 8 bytes. */
  mac(message: Uint8Array): Uint8Array
  encrypt(direction: Direction, data: Uint8Array, at: Moment): Uint8Array
  decrypt(direction: Direction, data: Uint8Array, at: Moment): Uint8Array
}

// Label, counter 0001h, length 0080h (NT4H2421Gx §9.1.7).
const encryptionLabel = unhex('A55A00010080')
const macLabel = unhex('5AA500010080')
const ivLabels = { command: unhex('A55A'), answer: unhex('5AA5') } // NT4H2421Gx §9.1.4

/** The 26 bytes that both challenges contribute to a session vector (NT4H2421Gx §9.1.7, §9.2.7). */
const sessionContext = (rndA: Uint8Array, rndB: Uint8Array): Uint8Array =>
  concat(
    rndA.subarray(0, 2),
    xor(rndA.subarray(2, 8), rndB.subarray(0, 6)),
    rndB.subarray(6),
    rndA.subarray(8),
  )

/** Derives the two keys of an AES session from the key and both challenges (NT4H2421Gx §9.1.7). */
export function deriveSessionKeys(key: Uint8Array, rndA: Uint8Array, rndB: Uint8Array): SessionKeys {
  const context = sessionContext(rndA, rndB)
  return {
    encryption: aesCmac(key, concat(encryptionLabel, context)),
    mac: aesCmac(key, concat(macLabel, context)),
  }
}

export function aesSessionCipher(keys: SessionKeys): SessionCipher {
  const iv = (direction: Direction, { transactionId, commandCounter }: Moment) =>
    encryptBlock(
      keys.encryption,
      concat(ivLabels[direction], transactionId, littleEndian(commandCounter, 2), new Uint8Array(8)),
    )
  return {
    messaging: 'aes',
    mac: (message) => truncatedMac(keys.mac, message),
    encrypt: (direction, data, at) => encryptCbc(keys.encryption, iv(direction, at), data),
    decrypt: (direction, data, at) => decryptCbc(keys.encryption, iv(direction, at), data),
  }
}

/** Derives the master key of an LRP session (NT4H2421Gx §9.2.7). */
export const deriveLrpMaster = (key: Uint8Array, rndA: Uint8Array, rndB: Uint8Array): Uint8Array =>
  lrpCmac(lrpKey(key))(concat(unhex('00010080'), sessionContext(rndA, rndB), unhex('9669')))

export interface LrpSession {
  readonly cipher: SessionCipher
  /** The whole MAC, as the authentication itself exchanges it. */
  readonly fullMac: (message: Uint8Array) => Uint8Array
}

/** An LRP session; its one counter of blocks goes on through both directions, from zero at each authentication. */
export function lrpSession(masterKey: Uint8Array): LrpSession {
  const [macKey, encryptionKey] = lrpKeys(masterKey, 2)
  if (!macKey || !encryptionKey) throw new RangeError('no updated keys')
  const fullMac = lrpCmac(macKey)
  let counter: Uint8Array = new Uint8Array(4)
  const counted = (work: typeof encryptLricb, data: Uint8Array) => {
    const result = work(encryptionKey, counter, data)
    counter = advanced(counter, data.length / 16)
    return result
  }
  return {
    fullMac,
    cipher: {
      messaging: 'lrp',
      mac: (message) => truncated(fullMac(message)),
      encrypt: (_, data) => counted(encryptLricb, data),
      decrypt: (_, data) => counted(decryptLricb, data),
    },
  }
}
