import type { CardChannel } from '../../ports.ts'
import { hasController, passThrough } from './pass-through.ts'
import { storageCard } from './storage-card.ts'
import type { TagTransport, TransportKind } from './tag-transport.ts'
import { hasSessions, transparentSession } from './transparent-session.ts'

interface ReaderFamily {
  /** Of the PC/SC reader name. */
  readonly name: RegExp
  readonly kind: TransportKind
}

/** What each family of readers can, from its manual. A reader that is not listed is asked. */
const readerFamilies: readonly ReaderFamily[] = [
  { name: /ACR122|touchatag/i, kind: 'pass-through' },
  { name: /ACR12(51|52)|ACR15(52|81)/i, kind: 'transparent' },
  { name: /OMNIKEY.*5[014]2[237]/i, kind: 'transparent' },
  { name: /OMNIKEY.*5[0-9]21/i, kind: 'storage-only' },
]

/** Asks a reader what it can, by commands that leave the tag as it is. */
async function probeReader(channel: CardChannel): Promise<TransportKind> {
  if (await hasSessions(channel)) return 'transparent'
  return (await hasController(channel)) ? 'pass-through' : 'storage-only'
}

export const transportKindOf = (readerName: string): TransportKind | undefined =>
  readerFamilies.find(({ name }) => name.test(readerName))?.kind

export interface TagReader {
  readonly channel: CardChannel
  /** PC/SC name of the reader; one that is absent or unknown is probed. */
  readonly readerName?: string
}

const chooseKind = async ({ channel, readerName }: TagReader) =>
  (readerName === undefined ? undefined : transportKindOf(readerName)) ?? (await probeReader(channel))

/** Runs work on a tag by the best way that the reader has, and gives the reader back whatever happens. */
export async function withTag<Result>(
  reader: TagReader,
  work: (tag: TagTransport) => Promise<Result>,
): Promise<Result> {
  const { channel } = reader
  const kind = await chooseKind(reader)
  if (kind === 'pass-through') return work(passThrough(channel))
  if (kind === 'storage-only') return work(storageCard(channel))
  const tag = await transparentSession(channel)
  try {
    return await work(tag)
  } finally {
    await tag.close().catch(() => undefined)
  }
}

/** As `withTag`, for what the reader does by itself, as MIFARE Classic: a transparent session would forbid that. */
export async function withStorageCard<Result>(
  reader: TagReader,
  work: (tag: TagTransport) => Promise<Result>,
): Promise<Result> {
  const { channel } = reader
  const isPassThrough = (await chooseKind(reader)) === 'pass-through'
  return work(isPassThrough ? passThrough(channel) : storageCard(channel))
}
