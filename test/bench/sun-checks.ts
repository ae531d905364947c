import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { cmac, ecb } from '@noble/ciphers/aes.js'
import { concat, hex, littleEndian, unhex } from '../../hardware/nfc/bytes.ts'
import { sealPiccData, sdmCipher } from '../../hardware/nfc/sdm-cipher.ts'
import { parseSun, verifySun, type SunMessage } from '../../hardware/nfc/sdm.ts'
import { sunBase } from '../../server/cards/index.ts'
import { hold, type ContestResult, type Measured } from './contest.ts'

const UID = '04A3B2C1D0E180'

/**
 * Messages of a card checked, from the bytes in the address to the verdict, against the bare AES over the same bytes as
 * the library offers it: one block opened, one CMAC for the session's key, one over the message. By processor time.
 */
export async function benchSunChecks({
  rounds,
  checks,
}: {
  rounds: number
  checks: number
}): Promise<ContestResult> {
  const [metaReadKey, fileReadKey] = [Uint8Array.from(randomBytes(16)), Uint8Array.from(randomBytes(16))]
  const keys = { metaReadKey, fileReadKeyOf: () => fileReadKey }
  const messages = Array.from({ length: 500 }, (_, counter) =>
    messageOf({ metaReadKey, fileReadKey, counter }),
  )
  const vector = new Uint8Array(16)
  return hold(
    {
      name: 'SUN message checked',
      figure: 'perSecond',
      ours: {
        name: 'our check',
        round: () =>
          perCpuSecond(checks, messages, (message) =>
            assert.ok(verifySun(message, keys), 'a genuine message'),
          ),
      },
      peers: [
        {
          name: 'bare AES of @noble/ciphers',
          round: () =>
            perCpuSecond(checks, messages, ({ piccData, macInput }) => {
              ecb(metaReadKey, { disablePadding: true }).decrypt(piccData)
              cmac(macInput, cmac(vector, fileReadKey))
            }),
        },
      ],
    },
    rounds,
  )
}

interface Reading {
  metaReadKey: Uint8Array
  fileReadKey: Uint8Array
  counter: number
}

function messageOf({ metaReadKey, fileReadKey, counter }: Reading): SunMessage {
  const uid = unhex(UID)
  const plain = concat(Uint8Array.of(0xc7), uid, littleEndian(counter, 3), randomBytes(5))
  const base = sunBase({ publicUrl: 'https://cards.example.com', code: 'ABC123' })
  const beforeMac = `${base}&p=${hex(sealPiccData('aes', metaReadKey, { plain, random: new Uint8Array(8) }))}&m=`
  const covered = Buffer.from(beforeMac.slice(beforeMac.indexOf('#') + 1))
  const mac = hex(sdmCipher('aes', fileReadKey, { uid, counter }).mac(covered))
  const message = parseSun(beforeMac + mac)
  assert.ok(message, 'a message as cards make it')
  return message
}

/** How often a second of one core's time would hold it. */
function perCpuSecond<T>(many: number, things: readonly T[], doOne: (thing: T) => void): Promise<Measured> {
  const before = process.cpuUsage()
  for (let done = 0; done < many;) {
    for (const thing of things) doOne(thing)
    done += things.length
  }
  const { user, system } = process.cpuUsage(before)
  const rounds = Math.ceil(many / things.length) * things.length
  return Promise.resolve({ perSecond: Math.round(rounds / ((user + system) / 1e6)) })
}
