import { type CardChannel, HardwareError } from '../../ports.ts'
import { exchange, isoOk } from '../apdu.ts'
import { concat } from '../bytes.ts'
import { readStorage, writeStorage } from './storage-card.ts'
import type { TagTransport } from './tag-transport.ts'

/** Commands of the NXP PN532 inside an ACR122U (UM0701-02 §7.2, §7.3); each answer begins with D5 and the code + 1. */
const controller = { getFirmwareVersion: 0x02, communicateThrough: 0x42, listPassiveTarget: 0x4a } as const

const toController = 0xd4
const fromController = 0xd5
const statusBits = 0x3f // the two upper bits of the status byte are flags, not errors

/** Direct Transmit (ACR122U API 2.04 §6.1); the controller's data, undefined when the reader knows no such command. */
async function askController(channel: CardChannel, code: number, data: Uint8Array) {
  const command = concat(Uint8Array.of(0xff, 0, 0, 0, data.length + 2, toController, code), data)
  const answer = await exchange(channel, command)
  const isAnswer = answer.data[0] === fromController && answer.data[1] === code + 1
  return answer.status === isoOk && isAnswer ? answer.data.slice(2) : undefined
}

/** Whether the reader passes commands on to a PN532: asks for its firmware, which no tag notices. */
export const hasController = async (channel: CardChannel): Promise<boolean> =>
  (await askController(channel, controller.getFirmwareVersion, new Uint8Array())) !== undefined

/**
 * InListPassiveTarget: one ISO/IEC 14443-3 A target at 106 kbit/s; answers its SAK. Throws 'card-lost' when none is there.
 * A tag that refused is idle and answers nothing else.
 */
async function poll(channel: CardChannel): Promise<number | undefined> {
  const found = await askController(channel, controller.listPassiveTarget, Uint8Array.of(1, 0))
  if (found?.[0] !== 1) throw new HardwareError('card-lost')
  return found[4] // number of targets, target, ATQA (2), SAK
}

/** ACR122U and its kin. Raw commands go by InCommunicateThru: InDataExchange would take PWD_AUTH for another command. */
export function passThrough(channel: CardChannel): TagTransport {
  const refused = async (): Promise<undefined> => {
    await poll(channel)
    return undefined
  }
  return {
    kind: 'pass-through',
    channel,
    readPages: async (page) => (await readStorage(channel, page)) ?? refused(),
    async writePage(page, data) {
      const isWritten = await writeStorage(channel, page, data)
      if (!isWritten) await poll(channel)
      return isWritten
    },
    async send(command) {
      const answer = await askController(channel, controller.communicateThrough, command)
      if (!answer) throw new HardwareError('reader-cannot')
      return ((answer[0] ?? 1) & statusBits) === 0 ? answer.slice(1) : refused()
    },
    reselect: () => poll(channel),
    close: () => Promise.resolve(),
  }
}
