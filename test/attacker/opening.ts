import { decryptBlock, decryptCbc, sameBytes, zeroIv } from '../../hardware/nfc/aes.ts'
import { rotateLeft, xor } from '../../hardware/nfc/bytes.ts'
import { crc32Nk } from '../../hardware/nfc/crc32.ts'
import {
  aesSessionCipher,
  deriveLrpMaster,
  deriveSessionKeys,
  lrpSession,
  type Moment,
  type SessionCipher,
} from '../../hardware/nfc/session-keys.ts'
import type { OverheardSession } from './overheard.ts'

const CHANGE_KEY = 0xc4
const MAC_LENGTH = 8
/** Commands whose data are encrypted, behind one byte of header: ChangeKey, ChangeFileSettings, SetConfiguration. */
const ENCRYPTED = [CHANGE_KEY, 0x5f, 0x5c]

/** Tells whether a key opened this session, from the three passes alone. */
export const opensSession = (session: OverheardSession, key: Uint8Array): boolean =>
  isLrp(session) ? opensLrp(session, key) : opensAes(session, key)

/** The reply ends with the chip's challenge, rotated: two blocks tell a right key from any other. */
function opensAes({ challenge, reply }: OverheardSession, key: Uint8Array): boolean {
  if (challenge.length !== 16 || reply.length !== 32) return false
  const echoed = xor(decryptBlock(key, reply.slice(16)), reply.slice(0, 16))
  return sameBytes(echoed, rotateLeft(decryptBlock(key, challenge)))
}

function opensLrp({ challenge, reply }: OverheardSession, key: Uint8Array): boolean {
  const [rndA, rndB] = [reply.slice(0, 16), challenge.slice(1)]
  const { fullMac } = lrpSession(deriveLrpMaster(key, rndA, rndB))
  return sameBytes(fullMac(Uint8Array.from([...rndA, ...rndB])), reply.slice(16))
}

const isLrp = ({ challenge }: OverheardSession): boolean => challenge.length === 17

/** Keys that ChangeKey carried in a session, for whoever has the key that opened it and perhaps the old ones. */
export function readChangedKeys(
  session: OverheardSession,
  key: Uint8Array,
  oldKeys: readonly Uint8Array[],
): { number: number; value: Uint8Array }[] {
  const { cipher, transactionId } = enter(session, key)
  return session.commands.flatMap(({ instruction, data }, commandCounter) => {
    if (!ENCRYPTED.includes(instruction)) return []
    const opened = cipher.decrypt('command', data.slice(1, -MAC_LENGTH), { transactionId, commandCounter })
    const number = data[0] ?? 0
    const value = instruction === CHANGE_KEY ? keyIn(opened, number, oldKeys) : undefined
    return value ? [{ number, value }] : []
  })
}

/** Key 0 goes as it is; the others go mixed with the old one, and a checksum tells which that was (NT4H2421Gx §10.6.1). */
function keyIn(opened: Uint8Array, number: number, oldKeys: readonly Uint8Array[]): Uint8Array | undefined {
  const carried = opened.slice(0, 16)
  if (number === 0) return carried
  return oldKeys
    .map((old) => xor(carried, old))
    .find((value) => sameBytes(crc32Nk(value), opened.slice(17, 21)))
}

function enter(
  session: OverheardSession,
  key: Uint8Array,
): { cipher: SessionCipher; transactionId: Uint8Array } {
  const { challenge, reply, proof } = session
  if (isLrp(session)) {
    const { cipher } = lrpSession(deriveLrpMaster(key, reply.slice(0, 16), challenge.slice(1)))
    const at: Moment = { transactionId: new Uint8Array(4), commandCounter: 0 }
    return { cipher, transactionId: cipher.decrypt('answer', proof.slice(0, 16), at).slice(0, 4) }
  }
  const rndB = decryptBlock(key, challenge)
  const rndA = decryptCbc(key, zeroIv, reply).slice(0, 16)
  const cipher = aesSessionCipher(deriveSessionKeys(key, rndA, rndB))
  return { cipher, transactionId: decryptCbc(key, zeroIv, proof).slice(0, 4) }
}

/** Whether this is the encryption key of the session itself: the padding of its first ChangeKey comes out under it. */
export function isSessionKey(session: OverheardSession, key: Uint8Array): boolean {
  const change = session.commands.find(({ instruction }) => instruction === CHANGE_KEY)
  if (isLrp(session) || change?.data.length !== 1 + 32 + MAC_LENGTH) return false
  const { data } = change
  const last = xor(decryptBlock(key, data.slice(17, 33)), data.slice(1, 17))
  const end = data[0] === 0 ? 1 : 5 // key 0 goes without a checksum
  return last[end] === 0x80 && last.slice(end + 1).every((byte) => byte === 0)
}
