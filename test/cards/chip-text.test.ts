import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readCardText } from '../../server/cards/addresses.ts'
import { chipAddress, chipData, numberFromChip } from '../../server/cards/chip-text.ts'
import { createKeyService, singleKeyStore } from '../../server/keys/index.ts'

const keys = createKeyService(singleKeyStore({ bytes: randomBytes(32), checkValue: '000000' }))
const text = { cardNumber: '9156001234567890', uid: '04A1B2C3D4E5F6' }
const publicUrl = 'https://cards.example.com'

function shown(address: string) {
  const read = readCardText(address)
  if (read?.kind !== 'chip') throw new Error('no address of a chip')
  const { cardNumber, uid, mac } = read
  return numberFromChip(keys, { cardNumber, uid }, mac)
}

test('a plain tag names its card', () => {
  expect(shown(chipAddress(keys, publicUrl, text))).toBe(text.cardNumber)
})

test('its address fits the smallest tag', () => {
  const [url, overhead] = ['https://members.a-long-shop-name.example.com', 9]
  expect(
    chipAddress(keys, url, { ...text, uid: '04A1B2C3D4E5F60102AA' }).length + overhead,
  ).toBeLessThanOrEqual(144)
})

test('another number, another chip or another key is found out', () => {
  const address = chipAddress(keys, publicUrl, text)
  expect(shown(address.replace('7890', '7891'))).toBeUndefined()
  expect(shown(address.replace('E5F6', 'E5F7'))).toBeUndefined()
  const others = createKeyService(singleKeyStore({ bytes: randomBytes(32), checkValue: '000000' }))
  expect(shown(chipAddress(others, publicUrl, text))).toBeUndefined()
})

test('what only our readers see is number and MAC', () => {
  expect(chipData(keys, text)).toMatch(/^9156001234567890[0-9A-F]{16}$/)
})
