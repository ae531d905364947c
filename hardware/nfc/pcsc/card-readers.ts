import { setTimeout as pause } from 'node:timers/promises'
import { HardwareError } from '../../ports.ts'
import { transmitInTurn } from '../apdu.ts'
import type { OpenDriver } from './driver.ts'

/** What happens on the readers of this machine. All calls come from the event loop, one at a time. */
export interface CardReaderEvents {
  readerAppeared(reader: string): void
  readerGone(reader: string): void
  cardArrived(reader: string, uid: string | undefined): void
  cardLeft(reader: string): void
  /** A card lies there, but another program holds it (it is taken up when that lets go) or it does not answer. */
  cardUnusable(reader: string, fault: 'card-held' | 'card-refused'): void
  /** The driver is at its end, and its process with it. */
  failed(): void
}

export interface CardReaders {
  /** As `CardChannel.transmitAll`, all of them to one card. Throws HardwareError 'no-card', 'card-lost', 'card-held', 'timeout'. */
  transmit(reader: string, apdus: readonly Uint8Array[]): Promise<Uint8Array[]>
  /** Powers the card off and on, so that nothing stays authenticated on it. */
  resetCard(reader: string): Promise<void>
}

const TRANSMIT_TIMEOUT_MS = 5_000
const TRY_HELD_CARD_EVERY_MS = 500
/** pcscd looks at its slots every 400 ms; a card that is not reported gone by then was exchanged in between. */
const NOTICE_REMOVAL_WITHIN_MS = 800
/** Get Data, UID: answered by the reader and not by the card (PC/SC part 3 §3.2.2.1.3). */
const GET_UID = Uint8Array.of(0xff, 0xca, 0x00, 0x00, 0x00)

/** The cards on a driver's readers: commands to one reader in their order, those of different readers side by side. */
export function openCardReaders(openDriver: OpenDriver, events: CardReaderEvents): CardReaders {
  /** By reader, a token for the card that lies there: another card is another token. */
  const cards = new Map<string, symbol>()
  /** Cards that answer, and were announced. */
  const ready = new Set<symbol>()
  /** By reader, the end of what is under way: a command must not fall into a power-off. */
  const turns = new Map<string, Promise<unknown>>()

  const driver = openDriver({
    readerAppeared: (reader) => events.readerAppeared(reader),
    readerGone(reader) {
      forgetCard(reader)
      events.readerGone(reader)
    },
    cardLaid: (reader) => {
      if (!cards.has(reader)) void takeUp(reader)
    },
    cardTaken: forgetCard,
    failed: () => events.failed(),
  })

  async function takeUp(reader: string): Promise<void> {
    const card = Symbol(reader)
    cards.set(reader, card)
    const isHere = (): boolean => cards.get(reader) === card
    const connection = await inTurn(reader, () => driver.connect(reader))
    if (!isHere()) return
    if (connection !== 'connected') {
      events.cardUnusable(reader, connection === 'held' ? 'card-held' : 'card-refused')
      if (connection === 'mute' || !(await untilLetGo(reader, isHere))) return
    }
    const uid = await inTurn(reader, () => readUid(reader))
    if (!isHere()) return
    ready.add(card)
    events.cardArrived(reader, uid)
  }

  /** False when the card left before the other program had let it go. */
  async function untilLetGo(reader: string, isHere: () => boolean): Promise<boolean> {
    while (isHere()) {
      await pause(TRY_HELD_CARD_EVERY_MS)
      if (isHere() && (await inTurn(reader, () => driver.connect(reader))) === 'connected') return isHere()
    }
    return false
  }

  function inTurn<T>(reader: string, work: () => Promise<T>): Promise<T> {
    const done = (turns.get(reader) ?? Promise.resolve()).then(work)
    turns.set(
      reader,
      done.catch(() => undefined),
    )
    return done
  }

  function forgetCard(reader: string): void {
    const card = cards.get(reader)
    cards.delete(reader)
    if (card && ready.delete(card)) events.cardLeft(reader)
  }

  /** A card that was exchanged between two looks of pcscd gives an error and no event: find out, and announce the new one. */
  async function lookAgain(reader: string, lost: symbol): Promise<void> {
    await pause(NOTICE_REMOVAL_WITHIN_MS)
    if (cards.get(reader) !== lost) return
    try {
      await inTurn(reader, () => driver.powerCycle(reader))
    } catch {
      return // nothing answers: the removal is still to be reported
    }
    if (cards.get(reader) !== lost) return
    forgetCard(reader)
    await takeUp(reader)
  }

  async function send(reader: string, apdu: Uint8Array): Promise<Uint8Array> {
    const timeout = new AbortController()
    const late = pause(TRANSMIT_TIMEOUT_MS, undefined, { signal: timeout.signal }).then(() => {
      throw new HardwareError('timeout')
    })
    late.catch(() => undefined)
    try {
      const answer = await Promise.race([driver.transmit(reader, apdu), late])
      // A torn card is a success of no bytes; the next command fails with 0x80100016. Both are a lost card.
      if (answer.length < 2) throw new HardwareError('card-lost')
      return answer
    } catch (cause) {
      // The library's own error stays out: nothing of an exchange goes into an error.
      throw cause instanceof HardwareError ? cause : new HardwareError('card-lost')
    } finally {
      timeout.abort()
    }
  }

  async function readUid(reader: string): Promise<string | undefined> {
    try {
      const answer = await send(reader, GET_UID)
      const isOk = answer.at(-2) === 0x90 && answer.at(-1) === 0x00
      return isOk && answer.length >= 6
        ? Buffer.from(answer.subarray(0, -2)).toString('hex').toUpperCase()
        : undefined
    } catch (error) {
      if (error instanceof HardwareError) return undefined
      throw error
    }
  }

  function findCard(reader: string): symbol {
    const card = cards.get(reader)
    if (!card || !ready.has(card)) throw new HardwareError('no-card')
    return card
  }

  return {
    async transmit(reader, apdus) {
      const card = findCard(reader)
      const sendToCard = (apdu: Uint8Array): Promise<Uint8Array> => {
        if (cards.get(reader) !== card) throw new HardwareError('card-lost')
        return send(reader, apdu)
      }
      try {
        return await inTurn(reader, () => transmitInTurn(sendToCard, apdus))
      } catch (error) {
        if (error instanceof HardwareError && error.code === 'card-lost') void lookAgain(reader, card)
        throw error
      }
    },
    async resetCard(reader) {
      if (!cards.has(reader)) return
      await inTurn(reader, () => driver.powerCycle(reader)).catch(() => {
        throw new HardwareError('card-lost')
      })
    },
  }
}
