import { actorName, type Actor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/database.ts'
import { countWrongGuess, hasGuessedTooMuch } from '../platform/guesses.ts'

/** Several hand out at a place: together they mistype more than one of them does. */
const MOST_OF_PLACE = 60

interface Guessing {
  placeId: string
  actor: Actor
  now: Date
}

const byPerson = ({ actor, now }: Guessing) => ({ guesser: `pick-up/${actorName(actor)}`, now })
const byPlace = ({ placeId, now }: Guessing) => ({ guesser: `pick-up/place:${placeId}`, now })

/** Whether whoever asks, or all who hand out at the place together, tried too many wrong pick-up codes lately. */
export const isGuessing = async (db: Db | Tx, guessing: Guessing): Promise<boolean> =>
  (await hasGuessedTooMuch(db, byPerson(guessing))) ||
  (await hasGuessedTooMuch(db, { ...byPlace(guessing), most: MOST_OF_PLACE }))

/** Counted of the person and of the place, wherever the person's network is. */
export async function countWrong(db: Db | Tx, guessing: Guessing): Promise<void> {
  await countWrongGuess(db, byPerson(guessing))
  await countWrongGuess(db, byPlace(guessing))
}
