import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { authenticate } from '../../hardware/nfc/authenticate.ts'
import { littleEndian, unhex } from '../../hardware/nfc/bytes.ts'
import { factoryKeys } from '../../hardware/nfc/personalisation.ts'
import {
  changeKey,
  changeMasterKey,
  readAuthenticUid,
  readData,
  readKeyVersion,
  writeData,
} from '../../hardware/nfc/ev2-commands.ts'
import {
  changeFileSettingsCommand,
  readFileSettings,
  selectAndName,
  selectApplication,
} from '../../hardware/nfc/ntag424.ts'
import { sendSecure } from '../../hardware/nfc/secure-messaging.ts'
import { channelTo, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { ask, uid } from './cards.ts'

let card: VirtualNtag424
const channel = { transmit: (apdu: Uint8Array) => channelTo(card).transmit(apdu) }
const select = '00A4040007D276000085010100'
const open = (number: number, value = factoryKeys[0]) => authenticate(channel, { number, value }, randomBytes)
const key = (byte: number) => new Uint8Array(16).fill(byte)

const offsets = (...values: readonly number[]) =>
  values.map((value) => Buffer.from(littleEndian(value, 3)).toString('hex')).join('')
const change = async (settings: string, file = 2) =>
  sendSecure(channel, await open(0), changeFileSettingsCommand({ file, settings: unhex(settings) }))

beforeEach(async () => {
  card = VirtualNtag424.blank(uid)
  await selectApplication(channel)
})

describe('in factory state the chip', () => {
  test('names itself and its UID', async () => {
    expect(await selectAndName(channel)).toMatchObject({ uid })
  })

  test('declares an NDEF file that is free to read and write', () => {
    ask(card, '00A4000C02E103')
    expect(ask(card, '00B000000F')).toBe('001720010000FF0406E104010000009000')
  })

  test.each([
    [1, '00E0', 32],
    [2, 'E0EE', 256],
    [3, '3023', 128],
  ])('gives file %i the access rights of the data sheet', async (file, wire, size) => {
    const rights = file === 2 ? 'EEE0' : `${wire.slice(2)}${wire.slice(0, 2)}`
    expect(await readFileSettings(channel, await open(0), file)).toMatchObject({ accessRights: rights, size })
  })

  test('has five zero keys of version 0', async () => {
    const numbers = [0, 1, 2, 3, 4]
    for (const number of numbers) expect(await readKeyVersion(channel, number)).toBe(0)
    for (const number of numbers) await open(number)
  })
})

describe('the chip refuses', () => {
  test.each([
    ['an unknown class', '80CA000000', '6E00'],
    ['an unknown standard instruction', '00CA000000', '6D00'],
    ['an unknown native instruction', '9012000000', '911C'],
    ['a wrapped command without Le', '906400000100', '917E'],
    ['parameters in a wrapped command', '90640100010000', '919E'],
    ['an APDU whose lengths disagree', '00A4040009D276', '6700'],
    ['a file that it has not', '00A4000C02E1FF', '6A82'],
    ['a selection by an unknown rule', '00A4050002E104', '6A86'],
    ['a file number that it has not', '90AD0000070900000000000000', '91F0'],
    ['a key number that it has not', '90640000010900', '9140'],
    ['a continuation of nothing', '90AF000000', '911C'],
    ['reading before a file is selected', '00B0000010', '6985'],
    ['reading its keyed file without the key', '90AD0000070300000000000000', '91AE'],
    ['writing its container without the key', '908D000008010000000100000000', '91AE'],
    ['to change a key without a session', `90C400002900${'00'.repeat(40)}00`, '91AE'],
    ['to change settings without a session', '905F0000040200E0EE00', '91AE'],
    ['its UID in clear without a session', '9051000000', '91AE'],
    ['to go on with a session that it has not', '90770000010000', '919D'],
    ['a counter that no one may fetch', '90F60000010200', '919D'],
    ['reading beyond the end of a file', '90AD00000702F0000020000000', '91BE'],
    ['writing beyond the end of a file', '908D00000902FF0000020000000000', '91BE'],
  ])('%s', (_, command, status) => {
    expect(ask(card, command)).toBe(status)
  })

  test('everything of the application while the card itself is selected', () => {
    ask(card, '00A40000023F00')
    expect(ask(card, '90AD0000070200000000000000')).toBe('919D')
    expect(ask(card, '9071000002000000')).toBe('9140')
    expect(ask(card, '00A4000C02E104')).toBe('6A82')
  })

  test('a wrong key, and counts it', async () => {
    await expect(open(0, key(9))).rejects.toMatchObject({ status: 0x91ae })
    expect(card.toJSON().keys[0]?.failures).toBe(1)
    await open(0)
    expect(card.toJSON().keys[0]?.failures).toBe(0)
  })

  test('a key for good once it has failed a thousand times', async () => {
    const memory = card.toJSON()
    card = VirtualNtag424.fromJson({
      ...memory,
      keys: memory.keys.map((slot) => ({ ...slot, failures: 1000 })),
    })
    await selectApplication(channel)
    await expect(open(0)).rejects.toMatchObject({ status: 0x919d })
  })

  test('another command inside an authentication, which is then over', () => {
    expect(ask(card, '9071000002000000')).toMatch(/91AF$/)
    expect(ask(card, '90640000010000')).toBe('91CA')
    expect(ask(card, `90AF000020${'00'.repeat(32)}00`)).toBe('911C')
  })

  test('standard reading and writing inside a session, which is then over', async () => {
    const session = await open(0)
    ask(card, '00A4000C02E104')
    expect(ask(card, '00B0000010')).toBe('6982')
    await expect(readAuthenticUid(channel, session)).rejects.toMatchObject({ status: 0x91ae })
  })

  test('a command whose MAC is made at another counter', async () => {
    const session = await open(0)
    session.commandCounter += 1
    await expect(readAuthenticUid(channel, session)).rejects.toMatchObject({ status: 0x911e })
  })

  test('a command sent twice', async () => {
    const session = await open(0)
    await readAuthenticUid(channel, session)
    session.commandCounter -= 1
    await expect(readAuthenticUid(channel, session)).rejects.toMatchObject({ status: 0x911e })
  })

  test('to change a key under any but the master key', async () => {
    const change = changeKey(channel, await open(1), {
      number: 2,
      value: key(1),
      version: 1,
      oldValue: key(0),
    })
    await expect(change).rejects.toMatchObject({ status: 0x91ae })
  })

  test('to change a key from a wrong old one', async () => {
    const change = changeKey(channel, await open(0), {
      number: 2,
      value: key(1),
      version: 1,
      oldValue: key(7),
    })
    await expect(change).rejects.toMatchObject({ status: 0x911e })
    expect(await readKeyVersion(channel, 2)).toBe(0)
  })
})

describe('a session', () => {
  test('answers the UID in secret', async () => {
    expect(await readAuthenticUid(channel, await open(3))).toBe(uid)
  })

  test('reads and writes the keyed file encrypted, with the right key only', async () => {
    const part = { file: 3, offset: 5, mode: 'full' } as const
    await writeData(channel, await open(3), { ...part, data: unhex('C0FFEE') })
    expect(await readData(channel, await open(2), { ...part, length: 3 })).toEqual(unhex('C0FFEE'))
    const wrong = readData(channel, await open(1), { ...part, length: 3 })
    await expect(wrong).rejects.toMatchObject({ status: 0x91ae })
  })

  test('survives the selection of a file and ends with that of an application or with power', async () => {
    const session = await open(0)
    ask(card, '00A4000C02E104')
    expect(await readAuthenticUid(channel, session)).toBe(uid)
    ask(card, select)
    await expect(readAuthenticUid(channel, session)).rejects.toMatchObject({ status: 0x91ae })

    const next = await open(0)
    card.powerOff()
    ask(card, select)
    await expect(readAuthenticUid(channel, next)).rejects.toMatchObject({ status: 0x91ae })
  })

  test('ends when its own key is changed, and the new key opens the next', async () => {
    const session = await open(0)
    await changeMasterKey(channel, session, { value: key(5), version: 3 })
    expect(await readKeyVersion(channel, 0)).toBe(3)
    await expect(open(0)).rejects.toMatchObject({ status: 0x91ae })
    await open(0, key(5))
  })

  test('clears the failures of a key that it changes', async () => {
    await expect(open(4, key(9))).rejects.toMatchObject({ status: 0x91ae })
    await changeKey(channel, await open(0), { number: 4, value: key(1), version: 1, oldValue: key(0) })
    expect(card.toJSON().keys[4]).toMatchObject({ failures: 0, version: 1 })
  })
})

describe('SDM settings', () => {
  test.each([
    ['a key that does not exist', '0050E0', 0x919e],
    ['mirroring with nothing to mirror', `4000E001FF12${offsets(20, 60, 60)}`, 0x919e],
    ['a UID that is mirrored nowhere', `4000E081FFF2${offsets(60, 60)}`, 0x919e],
    ['a counter to fetch that is not kept', `4000E081F012${offsets(20, 60, 60)}`, 0x919e],
    ['a MAC over the end of the file', `4000E0C1FF12${offsets(20, 60, 241)}`, 0x919e],
    ['a MAC that begins after its end', `4000E0C1FF12${offsets(20, 61, 60)}`, 0x919e],
    ['a MAC laid over the PICC data', `4000E0C1FF12${offsets(20, 40, 40)}`, 0x919e],
    ['a UID laid over the counter', `4000E0C1FFE2${offsets(20, 30, 60, 60)}`, 0x919e],
    ['encryption of half a block', `4000E0D1FF12${offsets(20, 60, 60, 16, 120)}`, 0x919e],
    ['a limit that is spent', `4000E0E1FF12${offsets(20, 60, 60, 0)}`, 0x919e],
    ['bytes left over', `4000E0C1FF12${offsets(20, 60, 60, 0)}`, 0x917e],
    ['bytes missing', `4000E0C1FF12${offsets(20, 60)}`, 0x917e],
  ])('are refused with %s', async (_, settings, status) => {
    await expect(change(settings)).rejects.toMatchObject({ status })
  })

  test('are refused for any file but the NDEF file', async () => {
    await expect(change(`4000E0C1FF12${offsets(2, 60, 60)}`, 3)).rejects.toMatchObject({ status: 0x919d })
  })

  test('count one reading for a run of equal commands, another for each other command between', async () => {
    await change(`4000E0C1F0E2${offsets(10, 30, 60, 60)}`)
    card.powerOff()
    ask(card, select)
    ask(card, '00A4000C02E104')
    const counter = () => Buffer.from(ask(card, '00B0001E06').slice(0, 12), 'hex').toString()
    expect([counter(), counter()]).toEqual(['000001', '000001'])
    ask(card, '00A4000C02E104')
    expect(counter()).toBe('000002')
    expect(Buffer.from(ask(card, '90AD000007021E000006000000').slice(0, 12), 'hex').toString()).toBe('000003')
    expect(counter()).toBe('000004')
    const command = { instruction: 0xf6, header: Uint8Array.of(2), mode: 'full' } as const
    expect(await sendSecure(channel, await open(0), command)).toEqual(unhex('0400000000'))
  })

  test('mirror nothing for a reader with a session', async () => {
    await change(`4000E0C1FFE2${offsets(10, 30, 60, 60)}`)
    const part = { file: 2, offset: 0, mode: 'plain', length: 80 } as const
    expect(await readData(channel, await open(1), part)).toEqual(new Uint8Array(80))
    expect(card.toJSON().sdmReadCounter).toBe(0)
  })

  test('stop readings at the limit, by either command', async () => {
    await change(`4000E0E1FF12${offsets(20, 60, 60, 1)}`)
    card.powerOff()
    ask(card, select)
    ask(card, '00A4000C02E104')
    expect(ask(card, '00B0000002')).toMatch(/9000$/)
    ask(card, '00A4000C02E104')
    expect(ask(card, '00B0000002')).toBe('6982')
    expect(ask(card, '90AD0000070200000002000000')).toBe('919D')
  })
})

test('a torn card stays silent until it is put back', () => {
  card.tearAt({ apdu: 1, phase: 'before' })
  expect(card.process(unhex(select))).toHaveLength(0)
  expect(card.process(unhex(select))).toHaveLength(0)
  card.powerOff()
  expect(ask(card, select)).toBe('9000')
})
