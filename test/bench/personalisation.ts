import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { aesCmac, decryptCbc, encryptCbc, pad, zeroIv } from '../../hardware/nfc/aes.ts'
import { factoryKeys, type PersonalisationPlan } from '../../hardware/nfc/personalisation.ts'
import { personalise, personaliseUnchecked } from '../../hardware/nfc/personalise.ts'
import { channelTo, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import type { Messaging } from '../../hardware/nfc/session-keys.ts'
import type { CardChannel } from '../../hardware/ports.ts'
import { sunBase } from '../../server/cards/index.ts'
import { createKeyService, singleKeyStore } from '../../server/keys/index.ts'
import { hold, type ContestResult, type Measured } from './contest.ts'

interface Exchange {
  apdu: Uint8Array
  answer: Uint8Array
}

/** `fewest` is the plan without checks, `lrp` the checked one that switches the chip to LRP. */
export type Way = 'checked' | 'fewest' | 'lrp'

const ways = {
  checked: { title: 'checked', write: personalise, outcome: 'finished', messaging: 'aes' },
  fewest: { title: 'fewest commands', write: personaliseUnchecked, outcome: 'written', messaging: 'aes' },
  lrp: { title: 'LRP, checked', write: personalise, outcome: 'finished', messaging: 'lrp' },
} as const

export interface PersonalisationSize {
  rounds: number
  /** cards in one round */
  cards: number
}

/**
 * The whole personalisation of an NTAG 424 DNA as the server computes it. The chip's answers were recorded once and
 * are played back, so that only our own processor time is measured; against the bare AES over the same bytes with the
 * same library: two CMACs and two CBCs an exchange, and the CMACs of the key derivations.
 */
export async function benchPersonalisation({
  rounds,
  cards,
  way,
}: PersonalisationSize & { way: Way }): Promise<ContestResult & { apdus: number }> {
  const { title, write, outcome, messaging } = ways[way]
  const planned = planner(messaging)
  const exchanges = await record((channel) => write(channel, planned()))
  const result = await hold(
    {
      name: `NTAG 424 DNA personalisation, ${title} (${exchanges.length} APDUs)`,
      figure: 'cpuMsPerCard',
      ours: {
        name: 'our server',
        round: () =>
          cpuOf(cards, async () => {
            const written = await write(playBack(exchanges), planned())
            assert.equal(written.outcome, outcome)
          }),
      },
      peers: [{ name: 'bare AES', round: () => cpuOf(cards, () => bareAes(exchanges)) }],
    },
    rounds,
  )
  return { ...result, apdus: exchanges.length }
}

/** Plans that draw the same random numbers each time. */
function planner(messaging: Messaging): () => PersonalisationPlan {
  const keys = createKeyService(singleKeyStore({ bytes: randomBytes(32), checkValue: 'bench0' }))
  const batchId = '0190a5b0-0000-7000-8000-000000000000'
  return () => ({
    sunBase: sunBase({ publicUrl: 'https://cards.example.com', code: 'ABC123' }),
    keyVersion: 1,
    oldKeys: factoryKeys,
    newKeysOf: (uid) => {
      const { masterKey, metaReadKey, fileReadKey, key3, key4 } = keys.cardKeys(
        { batchId, keyVersion: 1 },
        uid,
      )
      return [masterKey, metaReadKey, fileReadKey, key3, key4]
    },
    randomBytes: drawnFrom('reader'),
    messaging,
  })
}

function drawnFrom(seed: string): (length: number) => Uint8Array {
  let drawn = 0
  return (length) => {
    drawn += 1
    return Uint8Array.from(createHash('sha512').update(`${seed}/${drawn}`).digest().subarray(0, length))
  }
}

const UID = '04A3B2C1D0E180'

async function record(write: (channel: CardChannel) => Promise<unknown>): Promise<Exchange[]> {
  const exchanges: Exchange[] = []
  const card = channelTo(VirtualNtag424.blank(UID, drawnFrom('chip')))
  const channel: CardChannel = {
    uidHint: UID,
    async transmit(apdu) {
      const answer = await card.transmit(apdu)
      exchanges.push({ apdu, answer })
      return answer
    },
  }
  await write(channel)
  return exchanges
}

function playBack(exchanges: readonly Exchange[]): CardChannel {
  let next = 0
  return {
    uidHint: UID,
    async transmit(apdu) {
      const exchange = exchanges[next]
      next += 1
      assert.ok(exchange && Buffer.compare(exchange.apdu, apdu) === 0, 'the same command as recorded')
      return exchange.answer
    },
  }
}

const key = Uint8Array.from(randomBytes(16))
/** Two session keys for each of the two authentications, and four keys of the card. */
const DERIVATIONS = 8

async function bareAes(exchanges: readonly Exchange[]): Promise<void> {
  for (const { apdu, answer } of exchanges) {
    aesCmac(key, apdu)
    aesCmac(key, answer)
    encryptCbc(key, zeroIv, pad(apdu))
    decryptCbc(key, zeroIv, pad(answer))
  }
  for (let derived = 0; derived < DERIVATIONS; derived += 1) aesCmac(key, new Uint8Array(32))
}

async function cpuOf(cards: number, doOne: () => Promise<void>): Promise<Measured> {
  const before = process.cpuUsage()
  for (let card = 0; card < cards; card += 1) await doOne()
  const { user, system } = process.cpuUsage(before)
  return { cpuMsPerCard: Math.round((user + system) / cards) / 1_000 }
}
