import { identifyCard, type Presented } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { runCommand } from '../platform/command.ts'
import { publish } from '../platform/events.ts'
import { derivedId, newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import type { Stations } from '../stations/index.ts'
import { findStaffedBoothWithDevice } from './booth-queries.ts'
import { insertReading } from './reading-queries.ts'
import type { CardRead } from './enrolment-schema.ts'

type Shown = Extract<Presented, { kind: 'tap' | 'swipe' | 'chip' }>
type Readers = Pick<Platform, 'db' | 'clock' | 'events' | 'log' | 'contentHash'>

/** Shows what a booth's own reader reads on that booth's page, while somebody's shift is open there. */
export function watchBoothReaders(platform: Readers, keys: KeyService, stations: Stations): void {
  stations.on({
    tap: ({ stationId, reader, uri }) => {
      const device = { stationId, kind: 'reader_name', name: reader } as const
      void report(device, { kind: 'tap', uri })
    },
    silentCard: ({ stationId, reader, card }) => {
      const device = { stationId, kind: 'reader_name', name: reader } as const
      void report(device, { kind: 'chip', ...card })
    },
    swipe: ({ stationId, device: name, tracks }) => {
      const device = { stationId, kind: 'stripe_name', name } as const
      void report(device, { kind: 'swipe', tracks })
    },
  })

  async function report(
    device: Parameters<typeof findStaffedBoothWithDevice>[1],
    presented: Shown,
  ): Promise<void> {
    try {
      const booth = await findStaffedBoothWithDevice(platform.db, device)
      if (booth) await readCard(platform, keys, { ...booth, presented })
    } catch (error) {
      platform.log.error({ err: error }, 'a card on a booth’s reader was not read')
    }
  }
}

/** Identifies a card on a booth's reader and tells its page, by `card-read` or `card-refused`. */
async function readCard(
  platform: Omit<Readers, 'log'>,
  keys: KeyService,
  { boothId, placeId, presented }: { boothId: string; placeId: string; presented: Shown },
): Promise<void> {
  const command = {
    id: newId(),
    actor: { kind: 'system' },
    now: platform.clock.now(),
    contentHash: platform.contentHash(`booth-reader:${boothId}`),
  } as const
  const read = await runCommand(platform.db, command, (work) =>
    keepReading(work, keys, { boothId, placeId, presented }),
  )
  if (!read.ok) {
    await inTransaction(platform.db, (tx) =>
      publish(
        { tx, now: command.now },
        { topic: `booth:${boothId}`, type: 'card-refused', data: { reason: read.reason } },
      ),
    )
  }
  platform.events.poke()
}

async function keepReading(
  work: Work,
  keys: KeyService,
  { boothId, placeId, presented }: { boothId: string; placeId: string; presented: Shown },
): Promise<Result<CardRead>> {
  const seen = await identifyCard(work, keys, presented, placeId)
  if (!seen.ok) return seen
  const { cardNumber, state, level, design, designVersion, means: by } = seen.value
  const means: CardRead['means'] = by === 'typed' ? 'scan' : by // a chip never counts as typed
  const readingId = derivedId(work.id, 'reading')
  await insertReading(work.tx, {
    id: readingId,
    booth_id: boothId,
    card_number: cardNumber,
    level,
    means,
    read_at: work.now,
    used_at: null,
  })
  const data = { readingId, cardNumber, state, level, design, designVersion, means }
  await publish(work, { topic: `booth:${boothId}`, type: 'card-read', data })
  return accept(data)
}
