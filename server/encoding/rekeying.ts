import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { parseSun } from '../../hardware/nfc/sdm.ts'
import type { CardKeys } from '../../hardware/nfc/personalisation.ts'
import { personalise } from '../../hardware/nfc/personalise.ts'
import { HardwareError } from '../../hardware/ports.ts'
import {
  findAddressedBatch,
  findCardByUid,
  readCardText,
  readSun,
  sunBase,
  type AddressedBatch,
} from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Stations } from '../stations/index.ts'

/** A card on a reader whose keys are older than they should be. */
interface OldCard {
  batch: AddressedBatch
  cardNumber: string
  uid: string
  from: number
  /** the newest version, or the one that was being written when the card was torn: it is finished first */
  to: number
}

/**
 * Gives cards of an older key generation new keys when they next meet a reader of ours, for as long as they lie there.
 * One that is taken away goes on being read, in whatever state it was left, and is finished when it comes again.
 */
export function watchForOldKeys(
  { db, clock, log, events }: Pick<Platform, 'db' | 'clock' | 'log' | 'events'>,
  keys: KeyService,
  stations: Stations,
): void {
  const busy = new Set<string>()
  stations.on({
    tap: ({ stationId, reader, uri }) => {
      const name = `${stationId}/${reader}`
      if (busy.has(name)) return // two at once would break each other's session with the card
      busy.add(name)
      renewFrom({ stationId, reader, uri })
        .catch((error: unknown) => {
          if (!(error instanceof HardwareError)) log.error({ err: error }, 'a card’s keys were not renewed')
        })
        .finally(() => busy.delete(name))
    },
  })

  async function renewFrom({ stationId, reader, uri }: { stationId: string; reader: string; uri: string }) {
    const card = await findOld(uri)
    if (card) await stations.inTurn(stationId, reader, () => renew(card, stationId, reader))
  }

  async function findOld(uri: string): Promise<OldCard | undefined> {
    const newest = keys.activeGeneration
    const text = readCardText(uri)
    const batch = text?.kind === 'tap' ? await findAddressedBatch(db, text.batchCode) : undefined
    const message = batch && batch.keyVersion < newest ? parseSun(uri) : undefined
    const reading = batch && message && readSun(keys, batch, message)
    const card = reading && (await findCardByUid(db, reading.uid))
    if (!card || card.batchId !== batch.id || card.keyVersion >= newest) return undefined
    const { cardNumber, keyVersion: from, rekeyingTo } = card
    return { batch, cardNumber, uid: reading.uid, from, to: rekeyingTo ?? newest }
  }

  async function renew({ batch, cardNumber, uid, from, to }: OldCard, stationId: string, reader: string) {
    await db.updateTable('cards').set({ rekeying_to: to }).where('card_number', '=', cardNumber).execute()
    const keysOf = (keyVersion: number): CardKeys => {
      const { masterKey, metaReadKey, fileReadKey, key3, key4 } = keys.cardKeys(
        { batchId: batch.id, keyVersion },
        uid,
      )
      return [masterKey, metaReadKey, fileReadKey, key3, key4]
    }
    const written = await personalise(stations.channel(stationId, reader), {
      sunBase: sunBase(batch),
      messaging: batch.chip === 'ntag424-dna-lrp' ? 'lrp' : 'aes',
      keyVersion: to,
      oldKeys: keysOf(from),
      newKeysOf: (found) => {
        if (found !== uid) throw new HardwareError('card-lost')
        return keysOf(to)
      },
      randomBytes,
    })
    if (written.outcome === 'spoiled') {
      log.warn({ reason: written.reason }, 'a card did not take its new keys')
      return
    }
    const work = { now: clock.now(), id: newId(), actor: { kind: 'station', stationId } as const }
    await inTransaction(db, async (tx) => {
      await tx
        .updateTable('cards')
        .set({
          key_version: to,
          rekeying_to: null,
          // a station that keeps the last answer back must not make messages good again that were taken meanwhile
          sun_counter: sql<number>`greatest(sun_counter, ${written.sun.counter})`,
        })
        .where('card_number', '=', cardNumber)
        .execute()
      await audit(
        { ...work, tx },
        { action: 'card.rekeyed', subject: `card:${cardNumber}`, details: { from, to } },
      )
    })
    events.poke()
  }
}
