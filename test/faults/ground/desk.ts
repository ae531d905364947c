import assert from 'node:assert/strict'
import { readTap } from '../../../hardware/nfc/read-tap.ts'
import { HardwareError } from '../../../hardware/ports.ts'
import { channelTo } from '../../../hardware/simulator/ntag424-card.ts'
import type { BatchDetails } from '../../../server/batches/schema.ts'
import type { Db } from '../../../server/platform/database.ts'
import type { Drawer, Simulate } from '../../../server/stations/schema.ts'
import type { Static } from 'typebox'
import { watchLive, type LiveStream } from './live.ts'
import { nextAddress, openClient } from './http-client.ts'
import { approveAsAnother, done, openOffice, type Office } from './office.ts'
import { startStationProcess, type StationProcess } from './station-process.ts'

const READER = 'Desk reader'
const STRIPE = 'Desk stripe writer'

/** The card desk: a batch that is encoded on a station's reader, by the server, over its WebSocket. */
export interface Desk extends Office {
  batchId: string
  runId: string
  stationId: string
  station: StationProcess
  live: LiveStream
  /** what hands do at the desk's reader */
  hands(action: Static<typeof Simulate>['action']): Promise<Static<typeof Drawer>>
  /** lays a factory card on the reader; @returns its UID */
  layBlank(): Promise<string>
  lay(uid: string): Promise<unknown>
  takeAway(): Promise<unknown>
  move(to: 'pause' | 'resume'): Promise<unknown>
  batch(): Promise<BatchDetails>
  close(): Promise<void>
}

export interface DeskSize {
  cards: number
  blanks: number
  stripe: boolean
}

export async function openDesk(address: string, { cards, blanks, stripe }: DeskSize): Promise<Desk> {
  const office = await openOffice(address)
  const { ask, administrator, programmeId } = office
  const order = { programmeId, design: 'gold', level: 'gold', quantity: cards, blanksReceived: blanks }
  const { id: batchId } = await ask<BatchDetails>('/batches', order)
  await approveAsAnother(address, office, batchId)
  const live = await watchLive(address, administrator, ['stations', `batch:${batchId}`])
  const { code } = await ask<{ code: string }>('/stations/pairing-codes', { simulated: true })
  const station = await startStationProcess(address, code)
  const up = await live.next(0, ({ type }) => type === 'station-up')
  const stationId = String(up.data['stationId'])
  const run = { stationId, readerName: READER, stripeName: stripe ? STRIPE : null }
  const { id: runId } = await ask<{ id: string }>(`/batches/${batchId}/runs`, run)
  const hands: Desk['hands'] = (action) => ask(`/stations/${stationId}/simulate`, { action })
  return {
    ...office,
    batchId,
    runId,
    stationId,
    station,
    live,
    hands,
    async layBlank() {
      const { cards: drawn } = await hands({ kind: 'take-blank', reader: READER })
      return drawn[0]?.uid ?? ''
    },
    lay: (uid) => hands({ kind: 'put-card', uid, reader: READER }),
    takeAway: () => hands({ kind: 'remove-card', reader: READER }),
    move: (to) => ask(`/runs/${runId}/${to}`),
    batch: async () => done(await administrator.get<BatchDetails>(`/batches/${batchId}`)),
    async close() {
      live.close()
      await station.stop()
      administrator.close()
    },
  }
}

export const DESK_READER = READER

/** Lays a card on the reader that must come out finished, and takes it away. */
export async function feed(desk: Desk, lay: () => Promise<unknown> = () => desk.layBlank()): Promise<void> {
  const before = desk.live.heard.length
  await lay()
  const outcome = await desk.live.next(before, isOutcome)
  assert.equal(outcome.type, 'card-finished', JSON.stringify(outcome.data))
  await desk.takeAway()
}

/** What the run says when it is through with a card, for better or worse. */
export const isOutcome = ({ type }: { type: string }): boolean =>
  ['card-finished', 'card-spoiled', 'run-error'].includes(type)

/**
 * Holds the desk's books against the plastic: no card is left unfinished, the batch balances, each chip has one number,
 * and exactly the chips of finished cards are taken for genuine, whatever was torn.
 * @returns how many cards are in which state
 */
export async function checkDesk(desk: Desk, address: string, db: Db) {
  const { balance, cards } = await desk.batch()
  const { received, issued, spoiled, returned, onHand } = balance
  assert.equal(received, issued + spoiled + returned + onHand, 'the batch balances')
  assert.equal(cards.encoding, 0, 'every card has ended')
  assert.equal(issued, cards.ready, 'as many are issued as are finished')
  assert.equal(spoiled, cards.spoiled, 'as many are written off as are spoiled')

  const rows = await db.selectFrom('cards').select(['card_number', 'nfc_uid', 'state']).execute()
  const live = rows.filter(({ state }) => state === 'encoded')
  assert.equal(
    new Set(live.map((row) => row.nfc_uid)).size,
    cards.ready,
    'a live number has a chip of its own',
  )
  const chips = await desk.station.chips()
  const begun = rows.filter((row) => row.nfc_uid !== null)
  const untouched = chips.filter(({ uid }) => !begun.some((row) => row.nfc_uid === uid))
  assert.equal(chips.length, begun.length + untouched.length, 'no chip has two numbers')

  const genuine = await genuineChips(address, chips)
  const finished = new Set(live.map((row) => row.nfc_uid))
  assert.deepEqual(new Set(genuine), finished, 'only finished cards are genuine')
  return { finished: cards.ready, spoiled: cards.spoiled, blank: untouched.length }
}

/** Reads each chip as a phone does, and asks the server as the page behind its address does. */
async function genuineChips(address: string, chips: Awaited<ReturnType<StationProcess['chips']>>) {
  const phone = openClient(address, { from: nextAddress })
  const genuine: string[] = []
  for (const chip of chips) {
    const uri = await readTap(channelTo(chip)).catch((error: unknown) => {
      if (error instanceof HardwareError) return undefined
      throw error
    })
    const shown = uri === undefined ? undefined : new URLSearchParams(new URL(uri).hash.slice(1))
    const tap = { batchCode: shown?.get('b'), picc: shown?.get('p'), mac: shown?.get('m') }
    if (!tap.batchCode || !tap.picc || !tap.mac) continue
    const { verdict } = done(await phone.post<{ verdict: string }>('/taps/check', tap))
    if (verdict === 'genuine') genuine.push(chip.uid)
  }
  phone.close()
  return genuine
}
