import { type CardChannel, HardwareError } from '../../ports.ts'
import { exchange, isoOk } from '../apdu.ts'
import { concat } from '../bytes.ts'
import type { TagTransport } from './tag-transport.ts'

const blockLength = 16

/** Read Binary (PC/SC part 3 §3.2.2.1.8): 16 bytes, which are four pages or one block; undefined when refused. */
export async function readStorage(channel: CardChannel, address: number): Promise<Uint8Array | undefined> {
  const { data, status } = await exchange(channel, Uint8Array.of(0xff, 0xb0, 0, address, blockLength))
  return status === isoOk && data.length === blockLength ? data : undefined
}

/** Update Binary (PC/SC part 3 §3.2.2.1.9): 4 bytes for a page, 16 for a block; false when refused. */
export async function writeStorage(
  channel: CardChannel,
  address: number,
  data: Uint8Array,
): Promise<boolean> {
  const command = concat(Uint8Array.of(0xff, 0xd6, 0, address, data.length), data)
  return (await exchange(channel, command)).status === isoOk
}

/** Readers that know storage cards only. They select a tag that refused again by themselves. */
export const storageCard = (channel: CardChannel): TagTransport => ({
  kind: 'storage-only',
  channel,
  readPages: (page) => readStorage(channel, page),
  writePage: (page, data) => writeStorage(channel, page, data),
  send: () => Promise.reject(new HardwareError('reader-cannot')),
  reselect: () => Promise.resolve(undefined),
  close: () => Promise.resolve(),
})
