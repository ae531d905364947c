import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { diversifyKey } from '../../hardware/nfc/an10922.ts'
import { authenticate, authenticateNext } from '../../hardware/nfc/authenticate.ts'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import {
  authenticateDes,
  changeMasterToAes,
  desCryptogram,
  desZeroIv,
  encryptDes,
} from '../../hardware/nfc/desfire/des-authenticate.ts'
import { desfireKeyInput } from './desfire-keys.ts'
import {
  changeKeySettings,
  createApplication,
  createFile,
  identifyDesfire,
  readKeySettings,
  selectDesfire,
} from '../../hardware/nfc/desfire/desfire.ts'
import type { DesfireKeys, DesfirePlan } from '../../hardware/nfc/desfire/desfire-job.ts'
import { personaliseDesfire, recoverDesfire } from '../../hardware/nfc/desfire/personalise-desfire.ts'
import { changeKey, readAuthenticUid, readData, writeData } from '../../hardware/nfc/ev2-commands.ts'
import { selectAndName } from '../../hardware/nfc/ntag424.ts'
import type { CommunicationMode } from '../../hardware/nfc/secure-messaging.ts'
import { HardwareError } from '../../hardware/ports.ts'
import { VirtualDesfire } from '../../hardware/simulator/desfire-card.ts'
import { channelTo, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { simulatedMaker } from '../../hardware/nfc/originality.ts'
import type { Tear } from '../../hardware/simulator/tearing.ts'
import { drawn, transcript } from './transcript.ts'

const vectors = JSON.parse(
  readFileSync(new URL('../vectors/desfire.json', import.meta.url), 'utf8'),
) as Readonly<{
  authentication: Record<'key' | 'answer1' | 'rndB' | 'rndA' | 'command2' | 'answer2' | 'sessionKey', string>
  changeKey: { sessionKey: string; keyNumber: number; keyData: string; plain: string; encrypted: string }
  changeKeyToAes: { keyNumber: number; keyData: string; checksum: string }
}>

const uid = '04448BD2DB6B80'
const applicationId = 0xc4d001
const memberData = Buffer.from('6391234567890123')
const key = (byte: number) => new Uint8Array(16).fill(byte)
const zero = key(0)

const keyVersion = 7
const derived = (uid: string, id: number, number: number, issuer = 1) =>
  diversifyKey(key(issuer), desfireKeyInput({ uid, applicationId: id, number, version: keyVersion }))
const applicationKeys = (uid: string, issuer = 1) =>
  [0, 1, 2].map((number) => derived(uid, applicationId, number, issuer))

function keysOf(uid: string, issuer = 1): DesfireKeys {
  const [master = zero, read = zero, write = zero] = applicationKeys(uid, issuer)
  return { card: derived(uid, 0, 0, issuer), application: [master, read, write] }
}

const planFor = (overrides: Partial<DesfirePlan> = {}): DesfirePlan => ({
  applicationId,
  keyVersion,
  keysOf: (uid) => keysOf(uid),
  dataOf: () => memberData,
  randomBytes,
  ...overrides,
})

function overheard(card: VirtualDesfire) {
  const commands: string[] = []
  const channel = channelTo(card)
  const transmit = (apdu: Uint8Array) => {
    commands.push(hex(apdu))
    return channel.transmit(apdu)
  }
  return { commands, transmit }
}

const levelOf = (card: VirtualDesfire, id: number) => card.toJSON().levels.find((level) => level.id === id)

describe('the published bytes', () => {
  const { authentication, changeKey: changed, changeKeyToAes } = vectors

  test('of a DES authentication are ours and the virtual card’s', async () => {
    const { answer1, command2, answer2, rndA, rndB, sessionKey } = authentication
    const wrapped = [
      ['901A0000010000', `${answer1}91AF`],
      [`90AF000010${command2}00`, `${answer2}9100`],
    ] as const
    const session = await authenticateDes(transcript(...wrapped), new Uint8Array(8), drawn(rndA))
    expect(hex(session)).toBe(sessionKey)
    const card = VirtualDesfire.blank(uid, 'ev2', drawn(rndB))
    for (const [command, answer] of wrapped) expect(hex(card.process(unhex(command)))).toBe(answer)
  })

  test('of a key changed in a DES session are ours', () => {
    const plain = desCryptogram(changed.keyNumber, unhex(changed.keyData))
    expect(hex(plain)).toBe(changed.plain)
    expect(hex(encryptDes(unhex(changed.sessionKey), desZeroIv, plain))).toBe(changed.encrypted)
  })

  test('of the checksum over an AES key and its version are ours', () => {
    const plain = desCryptogram(changeKeyToAes.keyNumber, unhex(changeKeyToAes.keyData))
    expect(hex(plain.slice(17, 21))).toBe(changeKeyToAes.checksum)
  })
})

const commandsOfAJob = 33

describe.each(['ev2', 'ev3'] as const)('a blank DESFire %s', (generation) => {
  test('names itself, and is no NTAG 424', async () => {
    const channel = channelTo(VirtualDesfire.blank(uid, generation))
    expect(await identifyDesfire(channel)).toEqual({ generation, uid })
    await expect(selectAndName(channel)).rejects.toMatchObject({ code: 'unknown-card' })
    const other = channelTo(VirtualNtag424.blank(uid))
    await expect(identifyDesfire(other)).rejects.toMatchObject({ code: 'unknown-card' })
  })

  test('becomes one of ours and proves it', async () => {
    const card = VirtualDesfire.blank(uid, generation)
    const reader = overheard(card)
    expect(await personaliseDesfire(reader, planFor())).toEqual({ outcome: 'finished', uid })
    expect(reader.commands).toHaveLength(commandsOfAJob)
    const [own, application] = [levelOf(card, 0), levelOf(card, applicationId)]
    expect(own?.keys).toEqual([{ type: 'aes', value: hex(derived(uid, 0, 0)), version: 7 }])
    expect(application?.keys.map(({ value, version }) => [value, version])).toEqual(
      applicationKeys(uid).map((value) => [hex(value), 7]),
    )
    expect(application?.files).toEqual([
      {
        number: 1,
        mode: 'mac',
        access: { read: 1, write: 2, readWrite: 0, change: 0 },
        data: hex(memberData),
      },
    ])
    expect(application?.settings).toBe(0x01)
  })
})

test('a finished card fed again is proven again and not written, also after its process ended', async () => {
  const card = VirtualDesfire.blank(uid)
  await personaliseDesfire(channelTo(card), planFor())
  const before = card.toJSON()
  const revived = VirtualDesfire.fromJson(JSON.parse(JSON.stringify(card)) as typeof before)
  expect(await personaliseDesfire(channelTo(revived), planFor())).toEqual({ outcome: 'finished', uid })
  expect(revived.toJSON()).toEqual(before)
})

test('a blank is called blank by the recovery, which writes nothing', async () => {
  const card = VirtualDesfire.blank(uid)
  const before = card.toJSON()
  expect(await recoverDesfire(channelTo(card), planFor())).toEqual({ outcome: 'blank' })
  expect(card.toJSON()).toEqual(before)
})

describe('a card that is refused', () => {
  test('because another issuer made it is spoiled, and loses nothing', async () => {
    const card = VirtualDesfire.blank(uid)
    await personaliseDesfire(channelTo(card), planFor({ keysOf: (uid) => keysOf(uid, 9) }))
    card.powerOff()
    const before = card.toJSON()
    expect(await personaliseDesfire(channelTo(card), planFor())).toMatchObject({ outcome: 'spoiled' })
    expect(card.toJSON()).toEqual(before)
    card.powerOff()
    const elsewhere = planFor({ applicationId: 0xc4d002 })
    expect(await personaliseDesfire(channelTo(card), elsewhere)).toEqual({
      outcome: 'spoiled',
      reason: 'foreign-keys',
    })
    expect(card.toJSON()).toEqual(before)
  })

  test('because somebody changed what was written is spoiled', async () => {
    const channel = channelTo(VirtualDesfire.blank(uid))
    const garbling = {
      transmit: async (apdu: Uint8Array) => {
        const text = Buffer.from(apdu).toString('latin1').replace('6391', '6392')
        return channel.transmit(Uint8Array.from(Buffer.from(text, 'latin1')))
      },
    }
    await expect(personaliseDesfire(garbling, planFor())).rejects.toMatchObject({ status: 0x911e })
  })

  test('by the caller, or by its signature, is not written at all', async () => {
    const card = VirtualDesfire.blank(uid)
    const before = card.toJSON()
    const refused = planFor({ keysOf: () => Promise.reject(new Error('issued before')) })
    await expect(personaliseDesfire(channelTo(card), refused)).rejects.toThrow('issued before')
    const strict = planFor({ originality: { publicKeys: [] } })
    await expect(personaliseDesfire(channelTo(card), strict)).rejects.toMatchObject({ code: 'not-genuine' })
    expect(card.toJSON()).toEqual(before)
    const simulated = planFor({ originality: { publicKeys: [simulatedMaker('desfire')] } })
    expect(await personaliseDesfire(channelTo(card), simulated)).toMatchObject({ outcome: 'finished' })
  })

  test('for a key version that is a factory key, or data that do not fit, is not touched', async () => {
    const card = VirtualDesfire.blank(uid)
    const before = card.toJSON()
    await expect(personaliseDesfire(channelTo(card), planFor({ keyVersion: 0 }))).rejects.toThrow(RangeError)
    const long = planFor({ dataOf: () => new Uint8Array(129) })
    await expect(personaliseDesfire(channelTo(card), long)).rejects.toThrow(RangeError)
    expect(card.toJSON()).toEqual(before)
  })
})

const tears = Array.from({ length: commandsOfAJob }, (_, index) => index + 1).flatMap((apdu): Tear[] => [
  { apdu, phase: 'before' },
  { apdu, phase: 'during', lands: false },
  { apdu, phase: 'during', lands: true },
  { apdu, phase: 'after' },
])
const isTorn = (error: unknown) => error instanceof HardwareError && error.code === 'card-lost'

async function tornCard(tear: Tear): Promise<VirtualDesfire> {
  const card = VirtualDesfire.blank(uid)
  card.tearAt(tear)
  const torn: unknown = await personaliseDesfire(channelTo(card), planFor()).catch((error: unknown) => error)
  expect(torn).toSatisfy(isTorn)
  card.powerOff()
  return card
}

const isWhole = (card: VirtualDesfire) => {
  const application = levelOf(card, applicationId)
  return (
    levelOf(card, 0)?.keys[0]?.value === hex(derived(uid, 0, 0)) &&
    application?.keys.every(({ value }, number) => value === hex(applicationKeys(uid)[number] ?? zero)) ===
      true &&
    application.files[0]?.data === hex(memberData)
  )
}

describe.each(tears)('a DESFire torn at command $apdu, $phase it (lands: $lands)', (tear) => {
  test('is finished when it is fed again', async () => {
    const card = await tornCard(tear)
    expect(await personaliseDesfire(channelTo(card), planFor())).toEqual({ outcome: 'finished', uid })
    expect(isWhole(card)).toBe(true)
  })

  test('is called blank or finished by the recovery, rightly', async () => {
    const card = await tornCard(tear)
    const { outcome } = await recoverDesfire(channelTo(card), planFor())
    expect(outcome).not.toBe('spoiled')
    expect(isWhole(card)).toBe(outcome === 'finished')
  })
})

describe('the virtual DESFire', () => {
  let card: VirtualDesfire
  const channel = { transmit: (apdu: Uint8Array) => channelTo(card).transmit(apdu) }
  const ask = (command: string) => hex(card.process(unhex(command)))
  const open = (number: number, value = zero) => authenticate(channel, { number, value }, randomBytes)

  beforeEach(async () => {
    card = VirtualDesfire.blank(uid)
    const session = await authenticateDes(channel, new Uint8Array(8), randomBytes)
    await changeMasterToAes(channel, session, { value: zero, version: 1 })
    await createApplication(channel, await open(0), { id: applicationId, settings: 0x09, keyCount: 3 })
    await selectDesfire(channel, applicationId)
  })

  test.each([
    ['an unknown class', '00A4040000', '6E00'],
    ['an unknown instruction', '9012000000', '911C'],
    ['a wrapped command without Le', '906400000100', '917E'],
    ['an application that it has not', '905A00000301020300', '91A0'],
    ['a key that it has not', '90640000010300', '9140'],
    ['a file that it has not', '90AD0000070900000000000000', '91F0'],
    ['DES where the key is AES', '901A0000010000', '91AE'],
    ['to go on with a session that it has not', '90770000010000', '919D'],
    ['to create a file without the master key', '90CD0000070100000010000000', '91AE'],
    ['to create an application inside one', '90CA000005010203098100', '919D'],
    ['to change keys without a session', `90C400002900${'00'.repeat(40)}00`, '91AE'],
    ['to change settings without a session', '905400000900000000000000000000', '91AE'],
    ['to list its settings to everybody', '9045000000', '91AE'],
    ['its UID in clear', '9051000000', '91AE'],
    ['a continuation of nothing', '90AF000000', '911C'],
  ])('refuses %s', (_, command, status) => {
    expect(ask(command)).toBe(status)
  })

  test('refuses a wrong key, and a wrong DES key on a card that has it', async () => {
    await expect(open(0, key(9))).rejects.toMatchObject({ status: 0x91ae })
    card = VirtualDesfire.blank(uid)
    await expect(authenticateDes(channel, new Uint8Array(8).fill(2), randomBytes)).rejects.toMatchObject({
      status: 0x91ae,
    })
  })

  test('refuses a second application or file of a name', async () => {
    const file = { number: 1, mode: 'plain', size: 4 } as const
    const access = { read: 14, write: 0, readWrite: 0, change: 0 }
    await createFile(channel, await open(0), { ...file, access })
    await expect(createFile(channel, await open(0), { ...file, access })).rejects.toMatchObject({
      status: 0x91de,
    })
    await selectDesfire(channel, 0)
    const again = createApplication(channel, await open(0), { id: applicationId, settings: 9, keyCount: 1 })
    await expect(again).rejects.toMatchObject({ status: 0x91de })
  })

  test.each(['plain', 'mac', 'full'] as const)(
    'gives a file in mode %s to its keys and to no other',
    async (mode: CommunicationMode) => {
      const access = { read: 1, write: 2, readWrite: 15, change: 0 }
      await createFile(channel, await open(0), { number: 3, mode, access, size: 20 })
      const part = { file: 3, offset: 2, mode }
      await writeData(channel, await open(2), { ...part, data: memberData })
      const read = await readData(channel, await open(1), { ...part, length: 16 })
      expect(Buffer.from(read)).toEqual(memberData)
      const stolen = readData(channel, await open(2), { ...part, length: 16 })
      await expect(stolen).rejects.toMatchObject({ status: 0x91ae })
      const forged = writeData(channel, await open(1), { ...part, data: memberData })
      await expect(forged).rejects.toMatchObject({ status: 0x91ae })
      const beyond = writeData(channel, await open(2), { ...part, offset: 5, data: memberData })
      await expect(beyond).rejects.toMatchObject({ status: 0x91be })
      expect(ask('90AD0000070300000000000000')).toBe('91AE')
    },
  )

  test('keeps its settings once they are shut', async () => {
    const session = await open(0)
    expect(await readKeySettings(channel, session)).toEqual({ settings: 0x09, keyCount: 3 })
    await changeKeySettings(channel, session, 0x01)
    await expect(changeKeySettings(channel, session, 0x0f)).rejects.toMatchObject({ status: 0x919d })
  })

  test('changes a key under the master key only, and from the right old one only', async () => {
    const change = { number: 1, value: key(5), version: 2, oldValue: zero }
    await expect(changeKey(channel, await open(1), change)).rejects.toMatchObject({ status: 0x91ae })
    const wrong = changeKey(channel, await open(0), { ...change, oldValue: key(8) })
    await expect(wrong).rejects.toMatchObject({ status: 0x911e })
    await changeKey(channel, await open(0), change)
    const session = await open(1, key(5))
    expect(await readAuthenticUid(channel, session)).toBe(uid)
    const next = await authenticateNext(channel, session, { number: 0, value: zero }, randomBytes)
    expect(await readAuthenticUid(channel, next)).toBe(uid)
  })

  test('does not take an AES key whose checksum is off', async () => {
    card = VirtualDesfire.blank(uid)
    const session = await authenticateDes(channel, new Uint8Array(8), randomBytes)
    const plain = desCryptogram(0x80, new Uint8Array(17)).with(20, 9)
    const encrypted = hex(encryptDes(session, desZeroIv, plain))
    expect(ask(`90C400001980${encrypted}00`)).toBe('911E')
    expect(levelOf(card, 0)?.keys[0]?.type).toBe('des')
  })
})
