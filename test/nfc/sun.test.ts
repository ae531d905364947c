import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decryptCbc, encryptBlock, aesCmac } from '../../hardware/nfc/aes.ts'
import { ascii, concat, hex, littleEndian, unhex } from '../../hardware/nfc/bytes.ts'
import { personalise } from '../../hardware/nfc/personalise.ts'
import { encodeSunFile } from '../../hardware/nfc/ndef.ts'
import { readTap } from '../../hardware/nfc/read-tap.ts'
import {
  openPiccData,
  parseSun,
  sunFileSettings,
  sunMacIsGenuine,
  sunMacKey,
  type SunMessage,
} from '../../hardware/nfc/sdm.ts'
import { channelTo, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { keysOf, planFor, sunBase, uid, verified } from './cards.ts'
import { readVectors, type Vectors } from './transcript.ts'

const { sun, commands } = readVectors('ntag424') as Vectors

/** The note's own addresses name their parameters otherwise than ours: takes them apart by place. */
const messageOf = (url: string, picc: string, mac: string, macInput: string): SunMessage => ({
  base: '',
  piccData: unhex(new RegExp(`${picc}=([0-9A-F]+)`).exec(url)?.[1] ?? ''),
  mac: unhex(new RegExp(`${mac}=([0-9A-F]+)`).exec(url)?.[1] ?? ''),
  macInput: ascii(macInput),
})

describe('the messages of AN12196', () => {
  test('give the session key of its table 1', () => {
    const { fileReadKey, uid, counter, macKey } = sun.sessionKeys
    expect(hex(sunMacKey(unhex(fileReadKey), { uid, counter }))).toBe(macKey)
  })

  test('verify where the MAC covers nothing but UID and counter', () => {
    const { url, key, uid, counter, macKey } = sun.emptyMacInput
    const message = messageOf(url, 'e', 'c', '')
    const reading = openPiccData(unhex(key), message.piccData)
    expect(reading).toEqual({ uid, counter })
    expect(hex(sunMacKey(unhex(key), { uid, counter }))).toBe(macKey)
    expect(sunMacIsGenuine(message, unhex(key), { uid, counter })).toBe(true)
  })

  test('verify where the MAC covers encrypted file data', () => {
    const { url, key, uid, counter, macInput } = sun.encryptedFile
    const message = messageOf(url, 'picc_data', 'cmac', macInput)
    expect(openPiccData(unhex(key), message.piccData)).toEqual({ uid, counter })
    expect(sunMacIsGenuine(message, unhex(key), { uid, counter })).toBe(true)
  })

  test('decrypt file data at another counter', () => {
    const { key, uid, counter, encrypted, file } = sun.encryptedFileAlone
    const little = littleEndian(counter, 3)
    const session = aesCmac(unhex(key), concat(unhex('C33C00010080'), unhex(uid), little))
    const iv = encryptBlock(session, concat(little, new Uint8Array(13)))
    expect(hex(decryptCbc(session, iv, unhex(encrypted)))).toBe(file)
  })

  test('come from settings as ours, but for who may fetch the counter', () => {
    const ndef = { file: new Uint8Array(), piccDataOffset: 0x20, macInputOffset: 0x43, macOffset: 0x43 }
    const ours = sunFileSettings({ ndef, metaReadKeyNumber: 2, fileReadKeyNumber: 1, writeKeyNumber: 0 })
    expect(hex(ours).replace('C1FF21', 'C1F121')).toBe(commands.changeFileSettings.data)
  })
})

const turned = (text: string, bit: number) => {
  const bytes = unhex(text)
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return hex(bytes)
}

async function tappedUrl(): Promise<string> {
  const card = VirtualNtag424.blank(uid)
  await personalise(channelTo(card), planFor())
  card.powerOff()
  return readTap(channelTo(card))
}

describe('a message read from our own card', () => {
  test('verifies as it is', async () => {
    const url = await tappedUrl()
    expect(parseSun(url)?.base).toBe(sunBase)
    expect(verified(url)).toEqual({ uid, counter: 2 })
  })

  test('is refused with any one bit of its data or MAC turned', async () => {
    const url = await tappedUrl()
    const digits = /^(.*[?&]p=)([0-9A-F]{32})(&m=)([0-9A-F]{16})$/.exec(url) ?? []
    const [, before = '', picc = '', between = '', mac = ''] = digits
    for (let bit = 0; bit < 128; bit += 1)
      expect(verified(before + turned(picc, bit) + between + mac)).toBeUndefined()
    for (let bit = 0; bit < 64; bit += 1)
      expect(verified(before + picc + between + turned(mac, bit))).toBeUndefined()
  })

  test('is refused when it names another batch', async () => {
    const url = await tappedUrl()
    expect(verified(url.replace('b=7', 'b=8'))).toBeUndefined()
    expect(verified(url.replace('?b=7&', '?'))).toBeUndefined()
  })

  test("is refused with another message's MAC, and with another card's key", async () => {
    const [first, second] = [await tappedUrl(), await tappedUrl()]
    expect(verified(first.slice(0, -16) + second.slice(-16))).toBeUndefined()
    const message = parseSun(first)
    if (!message) throw new Error('no message')
    expect(sunMacIsGenuine(message, keysOf('04000000000001')[2], { uid, counter: 2 })).toBe(false)
    expect(openPiccData(keysOf(uid)[2], message.piccData)).toBeUndefined()
  })

  test('is not mistaken for one when anything is missing, added or in lower case', async () => {
    const url = await tappedUrl()
    const [lower, added, fragment, short] = [url.toLowerCase(), `${url}&x=1`, `${url}#x`, url.slice(0, -1)]
    for (const text of ['', sunBase, lower, added, fragment, short]) expect(parseSun(text)).toBeUndefined()
  })

  test('reads the same base back that was written, for any address', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,12}$/)
    fc.assert(
      fc.property(word, word, fc.option(word), fc.option(word), (host, path, query, fragment) => {
        const asked = query === null ? '' : `?b=${query}`
        const base = `https://${host}.example/${path}${asked}${fragment === null ? '' : `#c=${fragment}`}`
        const { file, macInputOffset, macOffset, piccDataOffset } = encodeSunFile(base)
        const text = Buffer.from(file).toString('latin1')
        const url = `https://${text.slice(7)}`
        expect(parseSun(url)?.base).toBe(base)
        expect(hex(parseSun(url)?.macInput ?? new Uint8Array())).toBe(
          hex(file.slice(macInputOffset, macOffset)),
        )
        expect(text.slice(piccDataOffset - 2, piccDataOffset + 32)).toBe(`p=${'0'.repeat(32)}`)
        expect(text.slice(macOffset - 3)).toBe(`&m=${'0'.repeat(16)}`)
      }),
    )
  })
})
