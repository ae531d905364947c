import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { personalisationSteps } from '../../hardware/nfc/personalisation.ts'
import { personalise } from '../../hardware/nfc/personalise.ts'
import { readTap } from '../../hardware/nfc/read-tap.ts'
import { recover } from '../../hardware/nfc/recover.ts'
import { hardwareAdvice, HardwareError } from '../../hardware/ports.ts'
import { channelTo, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { ask, keysOf, overheard, planFor, sunBase, uid, verified } from './cards.ts'
import { hex } from '../../hardware/nfc/bytes.ts'

describe('a blank card', () => {
  test('becomes one of ours in 19 commands and proves it by its own message', async () => {
    const card = VirtualNtag424.blank(uid)
    const reader = overheard(card)
    const finished = await personalise(reader, planFor())
    expect(finished).toMatchObject({ outcome: 'finished', uid, sun: { counter: 1 } })
    expect(reader.commands).toHaveLength(19)
  })

  test('holds five new keys of the new version, in this order, and none of the factory', async () => {
    const card = VirtualNtag424.blank(uid)
    await personalise(channelTo(card), planFor())
    const expected = keysOf(uid).map((value) => ({ value: hex(value), version: 1, failures: 0 }))
    expect(card.toJSON().keys).toEqual(expected)
  })

  test('can afterwards be read by everybody and written by nobody without the master key', async () => {
    const card = VirtualNtag424.blank(uid)
    await personalise(channelTo(card), planFor())
    card.powerOff()
    ask(card, '00A4040007D276000085010100')
    expect(ask(card, '908D00000802000000010000FF00')).toBe('91AE')
    ask(card, '00A4000C02E104')
    expect(ask(card, '00D6000001FF')).toBe('6982')
    expect(card.toJSON().files[1].data.slice(28, 30)).toBe('FF')
  })

  test('tells of every step once, in order', async () => {
    const steps: string[] = []
    await personalise(channelTo(VirtualNtag424.blank(uid)), planFor({ onStep: (step) => steps.push(step) }))
    const unplanned = ['check-originality', 'use-lrp', 'hide-uid']
    expect(steps).toEqual(personalisationSteps.filter((step) => !unplanned.includes(step)))
  })

  test('is called blank by the recovery, which writes nothing', async () => {
    const card = VirtualNtag424.blank(uid)
    const before = card.toJSON()
    expect(await recover(channelTo(card), planFor())).toEqual({ outcome: 'blank' })
    expect(card.toJSON()).toEqual(before)
  })

  test('with secret transport keys is written just as well', async () => {
    const transport = keysOf(uid, 'transport')
    const blank = VirtualNtag424.blank(uid).toJSON()
    const keys = blank.keys.map((key, number) => ({
      ...key,
      value: hex(transport[number] ?? new Uint8Array()),
    }))
    const card = VirtualNtag424.fromJson({ ...blank, keys })
    expect(await personalise(channelTo(card), planFor({ oldKeys: transport }))).toMatchObject({
      outcome: 'finished',
    })
  })
})

describe('a finished card', () => {
  test('gives a message that verifies at every tap, with a counter that grows by one', async () => {
    const card = VirtualNtag424.blank(uid)
    await personalise(channelTo(card), planFor())
    for (const counter of [2, 3, 4]) {
      card.powerOff()
      expect(verified(await readTap(channelTo(card)))).toEqual({ uid, counter })
    }
  })

  test('fed again is proven again and not written', async () => {
    const card = VirtualNtag424.blank(uid)
    await personalise(channelTo(card), planFor())
    card.powerOff()
    const { sdmReadCounter, ...before } = card.toJSON()
    const again = await personalise(channelTo(card), planFor())
    expect(again).toMatchObject({ outcome: 'finished', uid, sun: { counter: sdmReadCounter + 1 } })
    expect(card.toJSON()).toEqual({ ...before, sdmReadCounter: sdmReadCounter + 1 })
  })

  test('survives the end of the process that simulates it', async () => {
    const card = VirtualNtag424.blank(uid)
    await personalise(channelTo(card), planFor())
    const revived = VirtualNtag424.fromJson(
      JSON.parse(JSON.stringify(card)) as ReturnType<typeof card.toJSON>,
    )
    expect(verified(await readTap(channelTo(revived)))).toEqual({ uid, counter: 2 })
  })

  test('of another issuer is spoiled for this job, and loses nothing', async () => {
    const card = VirtualNtag424.blank(uid)
    await personalise(channelTo(card), planFor({ newKeysOf: (uid) => keysOf(uid, 'other') }))
    card.powerOff()
    const before = card.toJSON()
    expect(await personalise(channelTo(card), planFor())).toEqual({
      outcome: 'spoiled',
      reason: 'foreign-keys',
    })
    expect(card.toJSON().keys.map(({ value }) => value)).toEqual(before.keys.map(({ value }) => value))
    expect(card.toJSON().files).toEqual(before.files)
  })
})

describe('a card that is refused', () => {
  test('by the caller is not written at all', async () => {
    const card = VirtualNtag424.blank(uid)
    const before = card.toJSON()
    const refused = planFor({ newKeysOf: () => Promise.reject(new Error('this card was issued before')) })
    await expect(personalise(channelTo(card), refused)).rejects.toThrow('issued before')
    expect(card.toJSON()).toEqual(before)
  })

  test('by a tear while its keys are made is given back when they are', async () => {
    const card = VirtualNtag424.blank(uid)
    card.tearAt({ apdu: 7, phase: 'before' })
    let isMade = false
    const slow = planFor({
      async newKeysOf(of) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        isMade = true
        return keysOf(of)
      },
    })
    await expect(personalise(channelTo(card), slow)).rejects.toMatchObject({ code: 'card-lost' })
    expect(isMade).toBe(true)
  })

  test('because one of its keys is not the expected one is spoiled and tells why', async () => {
    const blank = VirtualNtag424.blank(uid).toJSON()
    const keys = blank.keys.map((key, number) => (number === 3 ? { ...key, value: '11'.repeat(16) } : key))
    const card = VirtualNtag424.fromJson({ ...blank, keys })
    expect(await personalise(channelTo(card), planFor())).toEqual({
      outcome: 'spoiled',
      reason: 'foreign-keys',
    })
  })

  test('because its UID is not the one that it answered at first is spoiled', async () => {
    const card = VirtualNtag424.blank(uid)
    const channel = channelTo(card)
    const lying = {
      transmit: async (apdu: Uint8Array) => {
        const answer = await channel.transmit(apdu)
        if (hex(answer).startsWith(uid)) answer[6] = 0x81
        return answer
      },
    }
    expect(await personalise(lying, planFor())).toEqual({ outcome: 'spoiled', reason: 'proof-failed' })
  })

  test('because somebody on the way put another address on it is spoiled', async () => {
    const card = VirtualNtag424.blank(uid)
    const channel = channelTo(card)
    const redirecting = {
      transmit: (apdu: Uint8Array) => {
        const text = Buffer.from(apdu).toString('latin1').replace('cards.example.com', 'cards.examp1e.com')
        return channel.transmit(Uint8Array.from(Buffer.from(text, 'latin1')))
      },
    }
    expect(await personalise(redirecting, planFor())).toEqual({ outcome: 'spoiled', reason: 'proof-failed' })
  })

  test('because its memory failed is spoiled', async () => {
    const card = VirtualNtag424.blank(uid)
    const channel = channelTo(card)
    const worn = {
      transmit: (apdu: Uint8Array) =>
        apdu[1] === 0x5f ? Promise.resolve(Uint8Array.of(0x91, 0xee)) : channel.transmit(apdu),
    }
    expect(await personalise(worn, planFor())).toEqual({ outcome: 'spoiled', reason: 'memory-failed' })
  })

  test('because it is another chip is named so', async () => {
    const other = { transmit: () => Promise.resolve(Uint8Array.of(0x6a, 0x82)) }
    await expect(personalise(other, planFor())).rejects.toMatchObject({ code: 'unknown-card' })
    await expect(readTap(other)).rejects.toMatchObject({ code: 'unknown-card' })
  })

  test('because it is a blank with nothing to read gives no tap', async () => {
    await expect(readTap(channelTo(VirtualNtag424.blank(uid)))).rejects.toMatchObject({
      code: 'unknown-card',
    })
  })
})

test('a card slowed down by wrong attempts is waited for', async () => {
  const blank = VirtualNtag424.blank(uid).toJSON()
  const card = VirtualNtag424.fromJson({ ...blank, failuresInARow: 52 })
  ask(card, '00A4040007D276000085010100')
  ask(card, '9071000002000000')
  expect(ask(card, `90AF000020${'00'.repeat(32)}00`)).toBe('91AE')
  expect(ask(card, '9071000002000000')).toBe('91AD')
  expect(await personalise(channelTo(card), planFor())).toMatchObject({ outcome: 'finished' })
})

test('an address that does not fit the card, or a key version that is a factory key, is refused before anything is sent', async () => {
  const reader = overheard(VirtualNtag424.blank(uid))
  await expect(personalise(reader, planFor({ sunBase: `${sunBase}${'x'.repeat(200)}` }))).rejects.toThrow(
    RangeError,
  )
  await expect(personalise(reader, planFor({ keyVersion: 0 }))).rejects.toThrow(RangeError)
  expect(reader.commands).toEqual([])
})

test('an error tells what to do and holds no byte that went over the air', async () => {
  const card = VirtualNtag424.blank(uid)
  const reader = overheard(card)
  card.tearAt({ apdu: 12, phase: 'after' })
  const error: unknown = await personalise(reader, planFor()).catch((caught: unknown) => caught)
  if (!(error instanceof HardwareError)) throw new Error('no hardware error')
  expect(error.message).toBe(hardwareAdvice['card-lost'])
  const told = inspect(error, { depth: null, showHidden: true }).toUpperCase()
  const secrets = [...reader.commands, ...keysOf(uid).map(hex)].filter((bytes) => bytes.length > 24)
  for (const secret of secrets) expect(told).not.toContain(secret.slice(10, 26))
})
