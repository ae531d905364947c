import { describe, expect, test } from 'vitest'
import { pad } from '../../hardware/nfc/aes.ts'
import { authenticate, authenticateNext } from '../../hardware/nfc/authenticate.ts'
import { ascii, hex, unhex } from '../../hardware/nfc/bytes.ts'
import { decryptLricb, encryptLricb, evalLrp, lrpCmac, lrpKey, lrpKeys } from '../../hardware/nfc/lrp.ts'
import { hideUidCommand, useLrpCommand } from '../../hardware/nfc/ntag424.ts'
import { openPiccData, openSunSecret, sunMacIsGenuine } from '../../hardware/nfc/sdm.ts'
import { sendSecure, type Session } from '../../hardware/nfc/secure-messaging.ts'
import { aesSessionCipher, lrpSession } from '../../hardware/nfc/session-keys.ts'
import { VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { ask } from './cards.ts'
import { type Authentication, drawn, readVectors, transcript } from './transcript.ts'

interface Exchange {
  readonly instruction: string
  readonly header: string
  readonly data: string
  readonly command: string
  readonly answer: string
  readonly opened: string
}

interface Configuration {
  readonly encryptionKey: string
  readonly macKey: string
  readonly transactionId: string
  readonly command: string
  readonly answer: string
}

interface LrpVectors {
  readonly evaluations: readonly {
    readonly key: string
    readonly nibbles: string
    readonly final: boolean
    readonly updatedKey: number
    readonly result: string
  }[]
  readonly codebook: readonly {
    readonly key: string
    readonly counter: string
    readonly padded: boolean
    readonly plain: string
    readonly encrypted: string
  }[]
  readonly macs: readonly { readonly key: string; readonly message: string; readonly mac: string }[]
  readonly authenticateFirst: readonly Authentication[]
  readonly authenticateNonFirst: Authentication
  readonly sessions: readonly {
    readonly source: string
    readonly key: string
    readonly vector: string
    readonly transactionId: string
    readonly uid: string
    readonly exchanges: readonly Exchange[]
  }[]
  readonly messages: readonly {
    readonly source: string
    readonly key: string
    readonly text: string
    readonly before: string
    readonly uid: string
    readonly counter: number
    readonly padding: string
    readonly file?: string
  }[]
  readonly configurations: { readonly enableLrp: Configuration; readonly randomId: Configuration }
}

const vectors = readVectors('lrp') as LrpVectors
const select = '00A4040007D276000085010100'
const keyOf = (vector: Authentication) => ({ number: vector.keyNumber, value: unhex(vector.key) })

describe('the primitive gives the results of AN12304', () => {
  test.each(vectors.evaluations)('evaluating $nibbles under $key', (vector) => {
    const key = lrpKeys(unhex(vector.key), 4)[vector.updatedKey]
    if (!key) throw new Error('no key')
    const nibbles = Array.from(vector.nibbles, (digit) => Number.parseInt(digit, 16))
    expect(hex(evalLrp(key, nibbles, vector.final))).toBe(vector.result)
  })

  test.each(vectors.codebook)('encrypting and decrypting from counter $counter', (vector) => {
    const [key, counter] = [lrpKey(unhex(vector.key)), unhex(vector.counter)]
    const plain = vector.padded ? pad(unhex(vector.plain)) : unhex(vector.plain)
    expect(hex(encryptLricb(key, counter, plain))).toBe(vector.encrypted)
    expect(decryptLricb(key, counter, unhex(vector.encrypted))).toEqual(plain)
  })

  test.each(vectors.macs)('signing $message', ({ key, message, mac }) => {
    expect(hex(lrpCmac(lrpKey(unhex(key)))(unhex(message)))).toBe(mac)
  })
})

/** What the chip and we would have at this point of the capture. */
const sessionOf = ({ key, vector, transactionId }: LrpVectors['sessions'][number]): Session => {
  const { cipher } = lrpSession(lrpCmac(lrpKey(unhex(key)))(unhex(vector)))
  const session = { cipher, transactionId: unhex(transactionId), commandCounter: 0 }
  cipher.encrypt('answer', new Uint8Array(16), session) // the authentication itself spent the first block
  return session
}

describe('the reader', () => {
  test.each(vectors.authenticateFirst)('authenticates as in $source', async (vector) => {
    const command = `90710000080${vector.keyNumber}0602000000000000`
    const channel = transcript([command, vector.answer1], [vector.command2, vector.answer2])
    const session = await authenticate(channel, keyOf(vector), drawn(vector.rndA), 'lrp')
    expect(hex(session.transactionId)).toBe(vector.transactionId)
    expect(session.cipher.messaging).toBe('lrp')
  })

  test('goes on in a transaction as the silicon capture does', async () => {
    const vector = vectors.authenticateNonFirst
    const first = vectors.authenticateFirst[1]
    if (!first) throw new Error('no vector')
    const channel = transcript(
      [first.command1 ?? '', first.answer1],
      [first.command2, first.answer2],
      [vector.command1 ?? '', vector.answer1],
      [vector.command2, vector.answer2],
    )
    const session = await authenticate(channel, keyOf(first), drawn(first.rndA), 'lrp')
    session.commandCounter = 10
    const next = await authenticateNext(channel, session, keyOf(vector), drawn(vector.rndA))
    expect([hex(next.transactionId), next.commandCounter]).toEqual([vector.transactionId, 10])
  })

  test.each(vectors.sessions)('sends and understands $source', async (vector) => {
    const session = sessionOf(vector)
    for (const { instruction, header, data, command, answer, opened } of vector.exchanges) {
      const secured = {
        instruction: Number.parseInt(instruction, 16),
        header: unhex(header),
        data: unhex(data),
        mode: 'full',
      } as const
      expect(hex(await sendSecure(transcript([command, answer]), session, secured))).toBe(opened)
    }
  })

  test('does not believe a card that cannot prove the key', async () => {
    const [vector] = vectors.authenticateFirst
    if (!vector) throw new Error('no vector')
    const wrong = vector.answer2.replace('2359100', '2119100')
    const channel = transcript(['9071000008030602000000000000', vector.answer1], [vector.command2, wrong])
    const attempt = authenticate(channel, keyOf(vector), drawn(vector.rndA), 'lrp')
    await expect(attempt).rejects.toMatchObject({ code: 'card-refused' })
  })

  test.each(vectors.messages)('verifies and opens the message of $source', (vector) => {
    const [picc = '', ...rest] = vector.text.split('x')
    const mac = rest.pop() ?? ''
    const message = {
      base: '',
      piccData: unhex(picc),
      ...(vector.file && { secret: unhex(rest[0] ?? '') }),
      macInput: ascii(vector.before + vector.text.slice(0, -mac.length)),
      mac: unhex(mac),
    }
    const [key, reading] = [unhex(vector.key), { uid: vector.uid, counter: vector.counter }]
    expect(openPiccData(key, message.piccData)).toEqual(reading)
    expect(sunMacIsGenuine(message, key, reading)).toBe(true)
    const secret = openSunSecret(message, key, reading)
    expect(secret && Buffer.from(secret).toString()).toBe(vector.file)
  })
})

const sessionFrom = ({ encryptionKey, macKey, transactionId }: Configuration): Session => ({
  cipher: aesSessionCipher({ encryption: unhex(encryptionKey), mac: unhex(macKey) }),
  transactionId: unhex(transactionId),
  commandCounter: 0,
})

describe('configuring gives the bytes of the application notes', () => {
  test('for the switch to LRP', async () => {
    const { command, answer, ...vector } = vectors.configurations.enableLrp
    const session = sessionFrom({ command, answer, ...vector })
    await sendSecure(transcript([command, answer]), session, useLrpCommand)
  })

  test('for Random ID', async () => {
    const { command, answer, ...vector } = vectors.configurations.randomId
    const session = sessionFrom({ command, answer, ...vector })
    await sendSecure(transcript([command, answer]), session, hideUidCommand)
  })
})

const challenge = (vector?: Authentication) => vector?.answer1.slice(2, 34) ?? ''
const at = (offset: number) => Buffer.from([offset, 0, 0]).toString('hex')

const lrpCard = (uid: string, ...random: readonly string[]) =>
  VirtualNtag424.fromJson({ ...VirtualNtag424.blank(uid).toJSON(), lrp: true }, drawn(...random))

describe('the virtual card', () => {
  test.each(vectors.authenticateFirst)('answers as in $source', (vector) => {
    const card = lrpCard('04940D2A2F7080', vector.answer1.slice(2, 34), vector.transactionId)
    ask(card, select)
    expect(ask(card, vector.command1 ?? '')).toBe(vector.answer1)
    expect(ask(card, vector.command2)).toBe(vector.answer2)
  })

  test('goes on in a transaction as the silicon capture does', () => {
    const [, first] = vectors.authenticateFirst
    const next = vectors.authenticateNonFirst
    const card = lrpCard('04940D2A2F7080', challenge(first), first?.transactionId ?? '', challenge(next))
    ask(card, select)
    for (const vector of [first, next]) {
      expect(ask(card, vector?.command1 ?? '')).toBe(vector?.answer1)
      expect(ask(card, vector?.command2 ?? '')).toBe(vector?.answer2)
    }
  })

  test('refuses who cannot do LRP, and who has the wrong key', () => {
    const card = lrpCard('04940D2A2F7080', '00'.repeat(16))
    ask(card, select)
    expect(ask(card, '9071000002000000')).toBe('919D')
    ask(card, '9071000008000602000000000000')
    expect(ask(card, `90AF000020${'00'.repeat(32)}00`)).toBe('91AE')
    expect(card.toJSON().keys[0]?.failures).toBe(1)
  })

  test.each(vectors.messages)('mirrors the message of $source', (vector) => {
    const { text, before, uid, counter, padding, file } = vector
    const parts = text.split('x')
    const template = before + text.replace(/[0-9A-F]/g, '0')
    const content = Buffer.alloc(256)
    Buffer.from(template).copy(content)
    const picc = before.length
    const secret = picc + 49
    const mac = template.length - 16
    if (file) Buffer.from(file).copy(content, secret)
    const offsets = file
      ? `${at(picc)}${at(0)}${at(secret)}${at(32)}${at(mac)}`
      : `${at(picc)}${at(0)}${at(mac)}`
    const blank = VirtualNtag424.blank(uid).toJSON()
    const settings = `4000E0${file ? 'D1' : 'C1'}FF00${offsets}`
    const files = { ...blank.files, 2: { data: content.toString('hex'), settings } }
    const random = padding.padEnd(32, '0') + (parts[0] ?? '').slice(0, 16)
    const memory = { ...blank, files, sdmReadCounter: counter - 1, lrp: true }
    const card = VirtualNtag424.fromJson(memory, drawn(random))
    ask(card, select)
    ask(card, '00A4000C02E104')
    const read = Buffer.from(card.process(unhex('00B0000000'))).toString('latin1', 0, template.length)
    expect(read).toBe(before + text)
  })
})
