import { findVerifying, verifyCard } from '../batches/index.ts'
import type { KeyService } from '../keys/index.ts'
import { runCommand } from '../platform/command.ts'
import { publish } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Presented } from '../cards/index.ts'
import type { Stations } from '../stations/index.ts'

/** Verifies what is tapped or swiped on a reader that somebody opened for a batch, in their name, and tells the batch's page. */
export function watchVerifyingReaders(platform: Platform, keys: KeyService, stations: Stations): void {
  const { db, clock, log } = platform
  stations.on({
    tap: ({ stationId, reader, uri }) => inOwnTime({ stationId, reader }, { kind: 'tap', uri }),
    swipe: ({ stationId, device, tracks }) =>
      inOwnTime({ stationId, reader: device }, { kind: 'swipe', tracks }),
    silentCard: ({ stationId, reader, card }) => inOwnTime({ stationId, reader }, { kind: 'chip', ...card }),
  })

  function inOwnTime({ stationId, reader }: { stationId: string; reader: string }, presented: Presented) {
    verify({ stationId, readerName: reader }, presented).catch((error: unknown) =>
      log.error({ err: error }, 'a card on a verifying reader was not read'),
    )
  }

  async function verify(
    reader: { stationId: string; readerName: string },
    presented: Presented,
  ): Promise<void> {
    const open = await findVerifying(db, reader)
    if (!open) return
    const { batchId, staffId } = open
    const { stationId } = reader
    const command = {
      id: newId(),
      actor: { kind: 'station', stationId },
      now: clock.now(),
      contentHash: platform.contentHash(`verifying-reader:${batchId}`),
    } as const
    const verified = await runCommand(db, command, (work) =>
      verifyCard(work, { keys, batchId, presented, stationId, staffId }),
    )
    if (!verified.ok) {
      const data = { reason: verified.reason }
      await inTransaction(db, (tx) =>
        publish({ tx, now: command.now }, { topic: `batch:${batchId}`, type: 'verify-refused', data }),
      )
    }
    platform.events.poke()
  }
}
