import { hex } from '../../hardware/nfc/bytes.ts'
import { openPiccData, parseSun, sunMacIsGenuine } from '../../hardware/nfc/sdm.ts'
import { isSessionKey, opensSession, readChangedKeys } from './opening.ts'
import { overhear, type OverheardCard } from './overheard.ts'
import type { Exchange } from './recording.ts'

/** What an attacker makes of one card: keys by number, upper-case hex. */
interface Loot {
  uid: string
  keys: Map<number, string>
  /** candidates that turned out to be a session's own key */
  sessionKeys: string[]
}

export interface Plunder {
  cards: Loot[]
  /** the key that opens the UID in every card's messages */
  metaReadKey: string | undefined
}

/**
 * Somebody who has every byte that passed a station while a batch was personalised, and nothing else: no key of ours, no
 * look at the server. Tries each candidate on each session and each message; what a session carried is tried again on
 * all others. What it finds it has proven to itself.
 */
export function attack(
  batch: readonly (readonly Exchange[])[],
  { wellKnown, guesses }: { wellKnown: readonly Uint8Array[]; guesses: readonly Uint8Array[] },
): Plunder {
  const cards = batch.map((traffic) => ({
    overheard: overhear(traffic),
    loot: { keys: new Map<number, string>(), sessionKeys: [] as string[] },
  }))
  const tried = new Map<string, Uint8Array>()
  let fresh = [...wellKnown, ...guesses]
  while (fresh.length > 0) {
    for (const key of fresh) tried.set(hex(key), key)
    const found = cards.flatMap((card) => fresh.flatMap((key) => rob(card, key, wellKnown)))
    fresh = found.filter((key) => !tried.has(hex(key)))
  }
  return {
    cards: cards.map(({ overheard, loot }) => ({ uid: hex(overheard.uid ?? new Uint8Array()), ...loot })),
    metaReadKey: sharedKeyOf(
      cards.map(({ overheard }) => overheard),
      [...tried.values()],
    ),
  }
}

/** @returns keys that turned out to be this card's */
function rob(
  { overheard, loot }: { overheard: OverheardCard; loot: Omit<Loot, 'uid'> },
  key: Uint8Array,
  oldKeys: readonly Uint8Array[],
): Uint8Array[] {
  const found: Uint8Array[] = []
  for (const session of overheard.sessions) {
    if (isSessionKey(session, key)) loot.sessionKeys.push(hex(key))
    if (!opensSession(session, key)) continue
    loot.keys.set(session.keyNumber, hex(key))
    for (const { number, value } of readChangedKeys(session, key, oldKeys)) {
      loot.keys.set(number, hex(value))
      found.push(value)
    }
  }
  if (makesItsMessages(overheard, key)) loot.keys.set(2, hex(key))
  return found
}

/** Readings of a new card are one or two: a key whose MAC fits one of them is the file-read key. */
const READINGS = 2

function makesItsMessages({ uid, addresses }: OverheardCard, key: Uint8Array): boolean {
  if (!uid) return false
  return addresses.some((address) => {
    const message = parseSun(address)
    if (!message) return false
    return Array.from({ length: READINGS }, (_, counter) => ({ uid: hex(uid), counter: counter + 1 })).some(
      (reading) => sunMacIsGenuine(message, key, reading),
    )
  })
}

/** The first key that names the right UID in every card's message. */
function sharedKeyOf(cards: readonly OverheardCard[], keys: readonly Uint8Array[]): string | undefined {
  const messages = cards.flatMap(({ uid, addresses }) =>
    addresses.flatMap((address) => {
      const message = parseSun(address)
      return message && uid ? [{ uid: hex(uid), piccData: message.piccData }] : []
    }),
  )
  const key = keys.find(
    (one) =>
      messages.length > 0 && messages.every(({ uid, piccData }) => openPiccData(one, piccData)?.uid === uid),
  )
  return key && hex(key)
}
