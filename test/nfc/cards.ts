import { createHash, randomBytes } from 'node:crypto'
import { diversifyKey, ntag424KeyInput } from '../../hardware/nfc/an10922.ts'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import { type CardKeys, factoryKeys, type PersonalisationPlan } from '../../hardware/nfc/personalisation.ts'
import { parseSun, verifySun } from '../../hardware/nfc/sdm.ts'
import type { CardChannel } from '../../hardware/ports.ts'
import { simulatedMaker } from '../../hardware/nfc/originality.ts'
import { channelTo, type VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'

export const uid = '04A3B2C1D0E180'
export const sunBase = 'https://cards.example.com/t?b=7'
const keyVersion = 1

const testKey = (purpose: string) =>
  Uint8Array.from(createHash('sha256').update(purpose).digest().subarray(0, 16))

export function keysOf(uid: string, batch = 'batch 7'): CardKeys {
  const own = (number: number) =>
    diversifyKey(testKey(`${batch} key ${number}`), ntag424KeyInput({ uid, number, version: keyVersion }))
  return [own(0), testKey(`${batch} meta`), own(2), own(3), own(4)]
}

export const planFor = (overrides: Partial<PersonalisationPlan> = {}): PersonalisationPlan => ({
  sunBase,
  keyVersion,
  oldKeys: factoryKeys,
  newKeysOf: (uid) => keysOf(uid),
  randomBytes,
  ...overrides,
})

export const secret = Buffer.from('member 0000 4711')

/** Everything that a chip can be asked for. */
export const everything = (): Partial<PersonalisationPlan> => ({
  messaging: 'lrp',
  originality: { publicKeys: [simulatedMaker('ntag424')] },
  secretOf: () => secret,
  readLimit: 5000,
  randomId: { metaReadKey: keysOf(uid)[1] },
})

/** A channel that also writes down what went over it. */
export function overheard(card: VirtualNtag424): CardChannel & { readonly commands: string[] } {
  const commands: string[] = []
  const channel = channelTo(card)
  return {
    ...(channel.uidHint !== undefined && { uidHint: channel.uidHint }),
    commands,
    transmit: (apdu) => {
      commands.push(hex(apdu))
      return channel.transmit(apdu)
    },
  }
}

/** What a verifier on the server makes of a URL. */
export function verified(uri: string) {
  const message = parseSun(uri)
  if (!message) return undefined
  const [, metaReadKey] = keysOf(uid)
  return verifySun(message, { metaReadKey, fileReadKeyOf: (uid) => keysOf(uid)[2] })
}

export const ask = (card: VirtualNtag424, command: string): string => hex(card.process(unhex(command)))
