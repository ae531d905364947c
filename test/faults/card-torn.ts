import assert from 'node:assert/strict'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { checkDesk, DESK_READER, feed, isOutcome, openDesk, type Desk } from './ground/desk.ts'
import type { Proof } from './ground/proof.ts'
import { seeded } from './ground/seeded.ts'
import { startServerProcess } from './ground/server-process.ts'

/** More commands than a card takes: the last tears find nothing to tear, and say so. */
const APDUS = 24
const PHASES = ['before', 'during', 'after'] as const
/** What the operator does with a torn card. */
const ENDINGS = ['fed-again', 'written-off'] as const

interface Tear {
  apdu: number
  phase: (typeof PHASES)[number]
  ending: (typeof ENDINGS)[number]
}

const everyTear: readonly Tear[] = Array.from({ length: APDUS }, (_, index) => index + 1).flatMap((apdu) =>
  PHASES.flatMap((phase) => ENDINGS.map((ending) => ({ apdu, phase, ending }))),
)

/**
 * A card is torn off the reader at each command of its personalisation, before, during and after it, over the whole
 * chain: server, WebSocket, station process, chip. Then it is fed again or written off, and the next card is fed.
 */
export const cardTorn: Proof<{ tears: number }> = {
  name: 'card-torn',
  small: { tears: 8 },
  full: { tears: everyTear.length },
  async run(ground, { tears: many }, seed) {
    const database = await ground.createDatabase()
    const db = openDatabase({ url: database.url, size: 2 })
    const server = await startServerProcess({ databaseUrl: database.url })
    const desk = await openDesk(server.address, { cards: many + 1, blanks: 2 * many + 4, stripe: false })
    try {
      const found = {
        torn: 0,
        finishedWhenFedAgain: 0,
        writtenOff: 0,
        notReached: 0,
      }
      for (const tear of draw(many, seeded(seed))) found[await tearOne(desk, db, tear)] += 1
      await feed(desk)
      found.torn = many - found.notReached
      const ended = await checkDesk(desk, server.address, db)
      assert.equal(found.finishedWhenFedAgain > 0 && found.writtenOff > 0, true, 'both endings were met')
      return { tears: many, ...found, ...ended }
    } catch (cause) {
      throw new Error(`The server said: ${server.said()}; the station: ${desk.station.said()}`, { cause })
    } finally {
      await desk.close()
      await server.stop()
      await db.destroy()
      await database.drop()
    }
  },
}

/** So many of all tears, the commands spread evenly. */
function draw(many: number, random: () => number): Tear[] {
  const stride = everyTear.length / many
  return Array.from({ length: many }, (_, index) => {
    const tear = everyTear[Math.floor((index + (stride > 1 ? random() : 0)) * stride)]
    assert(tear, 'a tear of the list')
    return tear
  })
}

type Ended = 'finishedWhenFedAgain' | 'writtenOff' | 'notReached'

async function tearOne(desk: Desk, db: Db, { apdu, phase, ending }: Tear): Promise<Ended> {
  await desk.move('pause') // so that the card lies still until the tear is set
  const uid = await desk.layBlank()
  await desk.hands({ kind: 'tear-next', reader: DESK_READER, apdu, phase })
  const before = desk.live.heard.length
  await desk.move('resume')
  const outcome = await desk.live.next(before, isOutcome)
  if (outcome.type === 'card-finished') {
    await desk.takeAway()
    return 'notReached'
  }
  assert.deepEqual([outcome.type, outcome.data['error']], ['run-error', 'card-lost'], `${apdu} ${phase}`)
  const card = await findByChip(db, uid)
  if (ending === 'written-off' && card) {
    assert.equal(card.state, 'encoding', 'a torn card is not live')
    const heard = desk.live.heard.length
    await desk.ask(`/cards/${card.card_number}/spoil`, { reason: 'torn' })
    await desk.live.next(heard, ({ type }) => type === 'card-spoiled') // or it would be taken for the next card's end
    assert.equal((await findByChip(db, uid))?.state, 'spoiled')
    return 'writtenOff'
  }
  await feed(desk, () => desk.lay(uid))
  assert.equal((await findByChip(db, uid))?.state, 'encoded', 'a torn card is finished when it is fed again')
  return 'finishedWhenFedAgain'
}

const findByChip = (db: Db, uid: string) =>
  db.selectFrom('cards').select(['card_number', 'state']).where('nfc_uid', '=', uid).executeTakeFirst()
