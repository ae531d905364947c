import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { authenticate } from '../../hardware/nfc/authenticate.ts'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import { readAuthenticUid, readData, writeData } from '../../hardware/nfc/ev2-commands.ts'
import {
  changeFileSettingsCommand,
  hideUidCommand,
  useLrpCommand,
  readSunCounter,
  selectAndName,
  selectApplication,
} from '../../hardware/nfc/ntag424.ts'
import { type PersonalisationPlan, factoryKeys } from '../../hardware/nfc/personalisation.ts'
import { personalise, personaliseUnchecked } from '../../hardware/nfc/personalise.ts'
import { readTap } from '../../hardware/nfc/read-tap.ts'
import { openSunSecret, parseSun } from '../../hardware/nfc/sdm.ts'
import { type CommunicationMode, sendSecure } from '../../hardware/nfc/secure-messaging.ts'
import type { Messaging } from '../../hardware/nfc/session-keys.ts'
import type { CardChannel } from '../../hardware/ports.ts'
import { simulatedMaker } from '../../hardware/nfc/originality.ts'
import { channelTo, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { ask, everything, keysOf, overheard, planFor, secret, sunBase, uid, verified } from './cards.ts'

const messagings: readonly Messaging[] = ['aes', 'lrp']

const modeBits: Readonly<Record<CommunicationMode, number>> = { plain: 0, mac: 1, full: 3 }

async function cardOf(plan: Partial<PersonalisationPlan>): Promise<VirtualNtag424> {
  const card = VirtualNtag424.blank(uid)
  expect(await personalise(channelTo(card), planFor(plan))).toMatchObject({ outcome: 'finished', uid })
  card.powerOff()
  return card
}

describe('a chip that its maker signed', () => {
  const originality = { publicKeys: [simulatedMaker('ntag424')] }

  test('is taken, for one command more', async () => {
    const reader = overheard(VirtualNtag424.blank(uid))
    await personalise(reader, planFor({ originality }))
    expect(reader.commands).toHaveLength(20)
  })

  test('is refused where only the real maker is trusted, before anybody hears of it', async () => {
    const card = VirtualNtag424.blank(uid)
    const before = card.toJSON()
    const plan = planFor({
      originality: { publicKeys: [] },
      newKeysOf: () => Promise.reject(new Error('asked for keys')),
    })
    await expect(personalise(channelTo(card), plan)).rejects.toMatchObject({ code: 'not-genuine' })
    expect(card.toJSON()).toEqual(before)
  })

  test('is refused with the signature of another', async () => {
    const json = VirtualNtag424.blank(uid).toJSON()
    const signature =
      '27E9A50E6CA4BA9037C02F7D20A80D0284D0C1D83C67F5A5AC1D8A4EF86C9508417E4E9C6F85AA7920F0ABDED984CAF20467D66EA54BBF08'
    const card = VirtualNtag424.fromJson({ ...json, signature })
    expect(card.toJSON().signature).toBe(signature)
    const attempt = personalise(channelTo(card), planFor({ originality }))
    await expect(attempt).rejects.toMatchObject({ code: 'not-genuine' })
  })

  test('is refused when it gives no signature at all', async () => {
    const channel = channelTo(VirtualNtag424.blank(uid))
    const mute = {
      transmit: (apdu: Uint8Array) =>
        apdu[1] === 0x3c ? Promise.resolve(Uint8Array.of(0x91, 0x90)) : channel.transmit(apdu),
    }
    await expect(personalise(mute, planFor({ originality }))).rejects.toMatchObject({ code: 'not-genuine' })
  })
})

describe.each(messagings)('a card that speaks %s', (messaging) => {
  test('gives messages that verify, and are as long as that messaging needs', async () => {
    const card = await cardOf({ messaging })
    const url = await readTap(channelTo(card))
    expect(verified(url)).toEqual({ uid, counter: 2 })
    expect(parseSun(url)?.piccData).toHaveLength(messaging === 'lrp' ? 24 : 16)
  })

  test('encrypts its data into each message, differently each time', async () => {
    const card = await cardOf({ messaging, secretOf: () => secret })
    const seen = new Set<string>()
    for (const counter of [2, 3]) {
      card.powerOff()
      const message = parseSun(await readTap(channelTo(card)))
      if (!message) throw new Error('no message')
      expect(Buffer.from(openSunSecret(message, keysOf(uid)[2], { uid, counter }) ?? [])).toEqual(secret)
      seen.add(hex(message.secret ?? new Uint8Array()))
    }
    expect(seen.size).toBe(2)
  })

  test('that does not give back the data written to it is spoiled', async () => {
    const channel = channelTo(VirtualNtag424.blank(uid))
    const forgetful = {
      transmit: (apdu: Uint8Array) => {
        const text = Buffer.from(apdu).toString('latin1').replace('member 0000', 'member 1111')
        return channel.transmit(Uint8Array.from(Buffer.from(text, 'latin1')))
      },
    }
    expect(await personalise(forgetful, planFor({ messaging, secretOf: () => secret }))).toEqual({
      outcome: 'spoiled',
      reason: 'proof-failed',
    })
  })

  test('stops at the limit of its readings', async () => {
    const card = await cardOf({ messaging, readLimit: 2 })
    expect(verified(await readTap(channelTo(card)))).toEqual({ uid, counter: 2 })
    card.powerOff()
    await expect(readTap(channelTo(card))).rejects.toMatchObject({ status: 0x6982 })
  })

  test('with a hidden UID is known again by its key only', async () => {
    const randomId = { metaReadKey: keysOf(uid)[1] }
    const card = await cardOf({ messaging, randomId })
    expect(channelTo(card).uidHint).toMatch(/^08/)
    expect(channelTo(card).uidHint).not.toBe(channelTo(card).uidHint)
    expect((await selectAndName(channelTo(card))).uid).not.toBe(uid)
    card.powerOff()
    const again = await personalise(channelTo(card), planFor({ messaging, randomId }))
    expect(again).toMatchObject({ outcome: 'finished', uid })
    card.powerOff()
    const unaware = personalise(channelTo(card), planFor({ messaging }))
    await expect(unaware).rejects.toMatchObject({ code: 'unknown-card' })
  })

  test.each(['plain', 'mac', 'full'] as const)('reads and writes a file in mode %s', async (mode) => {
    const card = VirtualNtag424.fromJson({
      ...VirtualNtag424.blank(uid).toJSON(),
      lrp: messaging === 'lrp',
    })
    const channel = channelTo(card)
    await selectApplication(channel)
    const open = (number: 0 | 2 | 3) =>
      authenticate(channel, { number, value: factoryKeys[0] }, randomBytes, messaging)
    const settings = `0${modeBits[mode]}3023`
    const change = changeFileSettingsCommand({ file: 3, settings: unhex(settings) })
    await sendSecure(channel, await open(0), change)
    const part = { file: 3, offset: 7, mode }
    const session = await open(3)
    await writeData(channel, session, { ...part, data: secret })
    expect(hex(await readData(channel, session, { ...part, length: 16 }))).toBe(hex(secret))
    expect(hex(await readData(channel, await open(2), { ...part, length: 16 }))).toBe(hex(secret))
    if (mode === 'plain') return
    const wrongMode = readData(channel, await open(2), { ...part, mode: 'plain', length: 16 })
    await expect(wrongMode).rejects.toMatchObject({ status: 0x917e })
  })

  test('tells its counter to the key that may fetch it', async () => {
    const card = await cardOf({ messaging })
    const channel = channelTo(card)
    await selectApplication(channel)
    const refused = authenticate(channel, { number: 0, value: keysOf(uid)[0] }, randomBytes, messaging)
    await expect(readSunCounter(channel, await refused)).rejects.toMatchObject({ status: 0x919d })
    const { files } = card.toJSON()
    const settings = files[2].settings.replace('C1FF', 'C1F0')
    const open = VirtualNtag424.fromJson({
      ...card.toJSON(),
      files: { ...files, 2: { ...files[2], settings } },
    })
    await selectApplication(channelTo(open))
    const master = { number: 0, value: keysOf(uid)[0] }
    const session = await authenticate(channelTo(open), master, randomBytes, messaging)
    expect(await readSunCounter(channelTo(open), session)).toBe(1)
  })
})

test('everything together still makes one card that proves itself', async () => {
  const card = await cardOf(everything())
  expect(card.toJSON()).toMatchObject({ lrp: true, randomId: true })
  const message = parseSun(await readTap(channelTo(card)))
  expect(message?.base).toBe(sunBase)
})

describe('a chip switched to LRP', () => {
  test('by another is spoiled for a plan in AES, and loses nothing', async () => {
    const card = await cardOf({ messaging: 'lrp' })
    const before = card.toJSON()
    const result = await personalise(channelTo(card), planFor())
    expect(result).toEqual({ outcome: 'spoiled', reason: 'foreign-keys' })
    expect(card.toJSON().keys).toEqual(before.keys)
  })

  test('has its dynamic messages off and its session over', async () => {
    const card = await cardOf({})
    const channel = channelTo(card)
    await selectApplication(channel)
    const master = { number: 0, value: keysOf(uid)[0] }
    const session = await authenticate(channel, master, randomBytes)
    await sendSecure(channel, session, useLrpCommand)
    expect(card.toJSON().files[2].settings).toBe('0000E0')
    await expect(readAuthenticUid(channel, session)).rejects.toMatchObject({ status: 0x91ae })
    const next = await authenticate(channel, master, randomBytes, 'lrp')
    expect(await readAuthenticUid(channel, next)).toBe(uid)
    await sendSecure(channel, next, hideUidCommand)
    expect(await readAuthenticUid(channel, next)).toBe(uid)
  })

  test.each([
    ['an option that it has not', '0F00', '919E'],
    ['Random ID with another bit', '0003', '919E'],
    ['LRP with too little', '0502', '917E'],
  ])('refuses to be configured with %s', async (_, configuration, status) => {
    const card = VirtualNtag424.blank(uid)
    const channel = channelTo(card)
    await selectApplication(channel)
    expect(ask(card, '905C000002050000')).toBe('91AE')
    const session = await authenticate(channel, { number: 0, value: factoryKeys[0] }, randomBytes)
    const [option = 0, ...data] = unhex(configuration)
    const command = { instruction: 0x5c, header: Uint8Array.of(option), data: Uint8Array.from(data) }
    const attempt = sendSecure(channel, session, { ...command, mode: 'full' })
    await expect(attempt).rejects.toMatchObject({ status: Number.parseInt(status, 16) })
  })
})

describe('a card written in the fewest commands', () => {
  test('is a whole card, which the checked plan then proves', async () => {
    const card = VirtualNtag424.blank(uid)
    expect(await personaliseUnchecked(channelTo(card), planFor())).toEqual({ outcome: 'written', uid })
    card.powerOff()
    expect(await personalise(channelTo(card), planFor())).toMatchObject({ outcome: 'finished', uid })
  })

  test('asks the chip for its UID where the reader saw none of its own', async () => {
    const card = VirtualNtag424.blank(uid)
    const reader = overheard(card)
    const channel: CardChannel = { uidHint: '08A1B2C3', transmit: (apdu) => reader.transmit(apdu) }
    expect(await personaliseUnchecked(channel, planFor())).toMatchObject({ uid })
    expect(reader.commands).toHaveLength(13)
  })

  test('of another issuer is spoiled for this job', async () => {
    const card = await cardOf({ newKeysOf: () => keysOf(uid, 'other') })
    const { keys } = card.toJSON()
    const result = await personaliseUnchecked(channelTo(card), planFor())
    expect(result).toEqual({ outcome: 'spoiled', reason: 'foreign-keys' })
    expect(card.toJSON().keys.map(({ value }) => value)).toEqual(keys.map(({ value }) => value))
  })
})
