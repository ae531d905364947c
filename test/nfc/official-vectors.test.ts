import { describe, expect, test } from 'vitest'
import { unpad } from '../../hardware/nfc/aes.ts'
import { authenticate, authenticateNext } from '../../hardware/nfc/authenticate.ts'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import { crc32Nk } from '../../hardware/nfc/crc32.ts'
import { changeKey, changeMasterKey, readAuthenticUid, writeData } from '../../hardware/nfc/ev2-commands.ts'
import { changeFileSettingsCommand, readFileSettings } from '../../hardware/nfc/ntag424.ts'
import { sendSecure, type Session } from '../../hardware/nfc/secure-messaging.ts'
import { aesSessionCipher, deriveSessionKeys } from '../../hardware/nfc/session-keys.ts'
import {
  type Authentication,
  challengeOf,
  drawn,
  readVectors,
  transcript,
  type Vectors,
} from './transcript.ts'

const vectors = readVectors('ntag424') as Vectors
const { commands } = vectors
const [plainFirst, dataFirst] = vectors.authenticateFirst as readonly [Authentication, Authentication]
const [masterNext] = vectors.authenticateNonFirst as readonly [Authentication]

const sessionOf = (vector: Authentication, commandCounter: number): Session => ({
  cipher: aesSessionCipher({
    encryption: unhex(vector.encryptionKey ?? ''),
    mac: unhex(vector.macKey ?? ''),
  }),
  transactionId: unhex(vector.transactionId),
  commandCounter,
})

const keyOf = (vector: Authentication) => ({ number: vector.keyNumber, value: unhex(vector.key) })

describe('a first authentication', () => {
  test.each(vectors.authenticateFirst)('gives the bytes of $source', async (vector) => {
    const ownFirst = `90710000020${vector.keyNumber}0000`
    const channel = transcript([ownFirst, vector.answer1], [vector.command2, vector.answer2])
    const session = await authenticate(channel, keyOf(vector), drawn(vector.rndA))
    expect(hex(session.transactionId)).toBe(vector.transactionId)
    expect(session.commandCounter).toBe(0)
  })

  test('hides the challenge in the first answer that the note prints', () => {
    const { rndB, ...withoutChallenge } = plainFirst
    expect(challengeOf(withoutChallenge)).toBe(rndB)
  })
})

describe('a following authentication', () => {
  test.each(vectors.authenticateNonFirst)(
    'gives the bytes of $source and keeps counter and transaction',
    async (vector) => {
      const channel = transcript([vector.command1 ?? '', vector.answer1], [vector.command2, vector.answer2])
      const before = {
        ...sessionOf(dataFirst, vector.commandCounter ?? 0),
        transactionId: unhex(vector.transactionId),
      }
      const session = await authenticateNext(channel, before, keyOf(vector), drawn(vector.rndA))
      expect(session.commandCounter).toBe(vector.commandCounter)
      expect(hex(session.transactionId)).toBe(vector.transactionId)
    },
  )
})

test.each(
  [...vectors.authenticateFirst, ...vectors.authenticateNonFirst].filter(
    ({ macKey }) => macKey !== undefined,
  ),
)('the session keys are those of $source', (vector) => {
  const keys = deriveSessionKeys(unhex(vector.key), unhex(vector.rndA), unhex(challengeOf(vector)))
  expect([hex(keys.encryption), hex(keys.mac)]).toEqual([vector.encryptionKey, vector.macKey])
})

describe('a command gives the bytes of the application note', () => {
  test('GetFileSettings under a MAC', async () => {
    const { command, answer, macKey, transactionId } = commands.getFileSettings
    const cipher = aesSessionCipher({ encryption: unhex(macKey), mac: unhex(macKey) })
    const session = { cipher, transactionId: unhex(transactionId), commandCounter: 0 }
    const settings = await readFileSettings(transcript([command, answer]), session, 2)
    expect(settings).toMatchObject({ option: 0x40, accessRights: 'EEEE', size: 256 })
    expect(hex(settings.dynamicMessaging)).toBe('D1FE001F00004400004400002000006A0000')
    expect(session.commandCounter).toBe(1)
  })

  test('WriteData, encrypted, 128 bytes', async () => {
    const { command, answer } = commands.writeNdefFull
    const session = sessionOf(plainFirst, 0)
    const encrypted = unhex(command).slice(12, -9)
    const data = unpad(session.cipher.decrypt('command', encrypted, session)) ?? new Uint8Array()
    expect(data).toHaveLength(128)
    await writeData(transcript([command, answer]), session, { file: 2, offset: 0, mode: 'full', data })
  })

  test('ChangeFileSettings', async () => {
    const { command, answer, data } = commands.changeFileSettings
    const change = changeFileSettingsCommand({ file: 2, settings: unhex(data) })
    await sendSecure(transcript([command, answer]), sessionOf(plainFirst, 1), change)
  })

  test('WriteData, encrypted, into the proprietary file', async () => {
    const { command, answer, data } = commands.writeFile3Full
    const part = { file: 3, offset: 0, mode: 'full', data: unhex(data) } as const
    await writeData(transcript([command, answer]), sessionOf(dataFirst, 0), part)
  })

  test('WriteData, plain, counts inside a session all the same', async () => {
    const { command, answer } = commands.writeContainerPlain
    const session = sessionOf(masterNext, 1)
    const part = { file: 1, offset: 14, mode: 'plain', data: unhex(command).slice(12, -1) } as const
    await writeData(transcript([command, answer]), session, part)
    expect(session.commandCounter).toBe(2)
  })

  test('ChangeKey of another key', async () => {
    const { command, answer, oldKey, newKey, crc32 } = commands.changeKey2
    expect(hex(crc32Nk(unhex(newKey)))).toBe(crc32)
    const key = { number: 2, value: unhex(newKey), version: 1, oldValue: unhex(oldKey) }
    await changeKey(transcript([command, answer]), sessionOf(masterNext, 2), key)
  })

  test('ChangeKey of the key in use, answered without a MAC', async () => {
    const { command, answer, newKey } = commands.changeKey0
    const key = { value: unhex(newKey), version: 1 }
    await changeMasterKey(transcript([command, answer]), sessionOf(masterNext, 3), key)
  })

  test('GetCardUID', async () => {
    const { command, answer, macKey, encryptionKey, transactionId, uid } = commands.getCardUid
    const cipher = aesSessionCipher({ encryption: unhex(encryptionKey), mac: unhex(macKey) })
    const session = { cipher, transactionId: unhex(transactionId), commandCounter: 0 }
    expect(await readAuthenticUid(transcript([command, answer]), session)).toBe(uid)
  })
})

test.each([
  ['data', 3],
  ['MAC', -3],
])('an answer whose %s is off by one bit is not believed', async (_, place) => {
  const { command, answer, macKey, encryptionKey, transactionId } = commands.getCardUid
  const cipher = aesSessionCipher({ encryption: unhex(encryptionKey), mac: unhex(macKey) })
  const session = { cipher, transactionId: unhex(transactionId), commandCounter: 0 }
  const bytes = unhex(answer)
  const wrong = hex(bytes.with(place, (bytes.at(place) ?? 0) ^ 1))
  const attempt = readAuthenticUid(transcript([command, wrong]), session)
  await expect(attempt).rejects.toMatchObject({ code: 'card-refused' })
})

test('a card that does not know the key it was asked for is not believed', async () => {
  const bytes = unhex(plainFirst.answer2)
  bytes[5] = (bytes[5] ?? 0) ^ 1
  const channel = transcript(
    [plainFirst.command1 ?? '', plainFirst.answer1],
    [plainFirst.command2, hex(bytes)],
  )
  const attempt = authenticate(channel, keyOf(plainFirst), drawn(plainFirst.rndA))
  await expect(attempt).rejects.toMatchObject({ code: 'card-refused' })
})
