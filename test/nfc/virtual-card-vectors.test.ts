import { describe, expect, test } from 'vitest'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import { VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { type Authentication, challengeOf, drawn, readVectors, type Vectors } from './transcript.ts'

const vectors = readVectors('ntag424') as Vectors
const { commands } = vectors
const uid = '04DE5F1EACC040'
const selectApplication = '00A4040007D276000085010100'
const [plainFirst, dataFirst, siliconFirst] = vectors.authenticateFirst as readonly [
  Authentication,
  Authentication,
  Authentication,
]
const [masterNext, siliconNext] = vectors.authenticateNonFirst as readonly [Authentication, Authentication]

const ask = (card: VirtualNtag424, command: string) => hex(card.process(unhex(command)))

const at = (offset: number) => Buffer.from([offset, 0, 0]).toString('hex')

function authenticate(card: VirtualNtag424, vector: Authentication) {
  expect(ask(card, vector.command1 ?? '9071000002000000')).toBe(vector.answer1)
  expect(ask(card, vector.command2)).toBe(vector.answer2)
}

const drawnBy = (...authentications: readonly Authentication[]) =>
  drawn(
    ...authentications.flatMap((vector) =>
      vector.commandCounter === undefined
        ? [challengeOf(vector), vector.transactionId]
        : [challengeOf(vector)],
    ),
  )

describe('the virtual card answers a first authentication', () => {
  test.each(vectors.authenticateFirst)('with the bytes of $source', (vector) => {
    const card = VirtualNtag424.blank(uid, drawnBy(vector))
    ask(card, selectApplication)
    authenticate(card, vector)
  })
})

test('the virtual card goes through the whole session of AN12196 §6.10 to §6.16 byte by byte', () => {
  const card = VirtualNtag424.blank(uid, drawnBy(dataFirst, masterNext))
  ask(card, selectApplication)
  authenticate(card, dataFirst)
  expect(ask(card, commands.writeFile3Full.command)).toBe(commands.writeFile3Full.answer)
  expect(ask(card, '00A4000C02E103')).toBe('9000')
  authenticate(card, masterNext)
  expect(ask(card, commands.writeContainerPlain.command)).toBe(commands.writeContainerPlain.answer)
  expect(ask(card, commands.changeKey2.command)).toBe(commands.changeKey2.answer)
  expect(ask(card, commands.changeKey0.command)).toBe(commands.changeKey0.answer)
  const { keys } = card.toJSON()
  expect(keys[2]).toMatchObject({ value: commands.changeKey2.newKey, version: 1 })
  expect(keys[0]).toMatchObject({ value: commands.changeKey0.newKey, version: 1 })
})

test('the virtual card takes the encrypted NDEF file and the SDM settings of AN12196 §6.8 and §6.9', () => {
  const blank = VirtualNtag424.blank(uid).toJSON()
  const encryptedWriting = { ...blank.files[2], settings: '0300E0' }
  const memory = { ...blank, files: { ...blank.files, 2: encryptedWriting } }
  const card = VirtualNtag424.fromJson(memory, drawnBy(plainFirst))
  ask(card, selectApplication)
  authenticate(card, plainFirst)
  expect(ask(card, commands.writeNdefFull.command)).toBe(commands.writeNdefFull.answer)
  expect(ask(card, commands.changeFileSettings.command)).toBe(commands.changeFileSettings.answer)
  expect(card.toJSON().files[2].settings).toBe(commands.changeFileSettings.data)
})

test('the virtual card goes on in a transaction as the silicon capture does', () => {
  const card = VirtualNtag424.blank(uid, drawnBy(siliconFirst, siliconNext))
  ask(card, selectApplication)
  authenticate(card, siliconFirst)
  authenticate(card, siliconNext)
})

test('the virtual card mirrors UID, counter and MAC as the note prints them', () => {
  const { url, uid, counter } = vectors.sun.emptyMacInput
  const padding = 'DA5CF60941' // the note's own random bytes, decrypted from its PICCData
  const template = Buffer.from(url.replace(/[0-9A-F]{16,}/g, (digits) => '0'.repeat(digits.length)))
  const file = Buffer.alloc(256)
  template.copy(file)
  const offset = (text: string) => at(url.indexOf(text) + text.length)
  const macOffset = offset('&c=')
  const settings = `4000E0C1F121${offset('?e=')}${macOffset}${macOffset}`
  const blank = VirtualNtag424.blank(uid).toJSON()
  const files = { ...blank.files, 2: { data: file.toString('hex'), settings } }
  const memory = { ...blank, files, sdmReadCounter: counter - 1 }
  const card = VirtualNtag424.fromJson(memory, drawn(padding.padEnd(48, '0')))
  ask(card, selectApplication)
  ask(card, '00A4000C02E104')
  const read = card.process(unhex('00B0000000'))
  expect(Buffer.from(read).toString('latin1', 0, url.length)).toBe(url)
})

test('the virtual card encrypts file data as the note prints it', () => {
  const { url, uid, counter, file } = vectors.sun.encryptedFile
  const expected = url.replace(/picc_data=[0-9A-F]{32}/, '')
  const content = Buffer.alloc(256)
  Buffer.from(url).copy(content)
  const start = (text: string) => url.indexOf(text) + text.length
  Buffer.from(file, 'hex').copy(content, start('&enc='))
  const encryption = at(start('&enc='))
  const settings = `4000E0D1F121${at(start('picc_data='))}${encryption}${encryption}200000${at(start('&cmac='))}`
  const blank = VirtualNtag424.blank(uid).toJSON()
  const files = { ...blank.files, 2: { data: content.toString('hex'), settings } }
  const card = VirtualNtag424.fromJson({ ...blank, files, sdmReadCounter: counter - 1 })
  ask(card, selectApplication)
  ask(card, '00A4000C02E104')
  const read = Buffer.from(card.process(unhex('00B0000000'))).toString('latin1', 0, url.length)
  expect(read.replace(/picc_data=[0-9A-F]{32}/, '')).toBe(expected)
})
