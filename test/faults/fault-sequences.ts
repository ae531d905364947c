import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import type { VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { findBatch } from '../../server/batches/index.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import {
  beginBatch,
  isGenuine,
  nextOutcome,
  openEncodingDesk,
  type EncodingDesk,
  type RunningBatch,
} from './ground/encoding-desk.ts'
import { tapOf } from './ground/hands.ts'
import type { Proof } from './ground/proof.ts'
import { startServerProcess } from './ground/server-process.ts'

const READERS = ['Left reader', 'Right reader'] as const
const CARDS = 3
const BLANKS = 8
/** One command more than a checked card takes, so that some tears find nothing to tear. */
const APDUS = 21

type Tear = Parameters<VirtualNtag424['tearAt']>[0]

/** What happens at the desk; numbers pick among what there is by then. */
type Deed =
  | { do: 'feed'; reader: number; tear: Tear | null }
  | { do: 'feed-again'; reader: number; chip: number; tear: Tear | null }
  | { do: 'feed-both'; tears: readonly [Tear | null, Tear | null] }
  | { do: 'move-to-other-reader'; reader: number; apdu: number }
  | { do: 'cut-station'; reader: number; apdu: number }
  | { do: 'spoil'; card: number }
  | { do: 'spoil-under-way'; reader: number; apdu: number }
  | { do: 'pause'; reader: number }

const reader = fc.nat({ max: READERS.length - 1 })
const apdu = fc.integer({ min: 1, max: APDUS })
const tear = fc.option(
  fc.record({
    apdu,
    phase: fc.constantFrom('before', 'during', 'after'),
  }),
  { freq: 3 },
) as fc.Arbitrary<Tear | null>
const pick = fc.nat({ max: 20 })

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('feed' as const), reader, tear }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('feed-again' as const), reader, chip: pick, tear }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('feed-both' as const), tears: fc.tuple(tear, tear) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move-to-other-reader' as const), reader, apdu }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut-station' as const), reader, apdu }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('spoil' as const), card: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('spoil-under-way' as const), reader, apdu }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), reader }) },
)

interface Figures {
  deeds: number
  torn: number
  cut: number
  finished: number
  spoiled: number
  refused: number
}

/**
 * Random sequences of what goes wrong at a desk with two readers, over a batch each: cards torn at any command, fed again
 * in any order, moved in mid-card, spoiled in mid-card, the station cut off. After each the batch balances and closes with
 * what the hands counted, no two cards share a number or chip, and a phone calls exactly the finished cards genuine.
 */
export const faultSequences: Proof<{ sequences: number }> = {
  name: 'fault-sequences',
  small: { sequences: 12 },
  full: { sequences: 1_000 },
  async run(ground, { sequences }, seed) {
    const database = await ground.createDatabase()
    const db = openDatabase({ url: database.url, size: 2 })
    const server = await startServerProcess({ databaseUrl: database.url })
    const desk = await openEncodingDesk(server, READERS)
    const figures = { deeds: 0, torn: 0, cut: 0, finished: 0, spoiled: 0, refused: 0 }
    try {
      const sequence = fc.array(deed, { minLength: 2, maxLength: 6 })
      const holds = fc.asyncProperty(sequence, (deeds) => runSequence({ desk, db, figures }, deeds))
      await fc.assert(holds, { seed, numRuns: sequences, interruptAfterTimeLimit: 3_600_000 })
      await checkAll(db)
      return { sequences, ...figures }
    } catch (cause) {
      throw new Error(`The server said: ${server.said()}`, { cause })
    } finally {
      await desk.close()
      await server.stop()
      await db.destroy()
      await database.drop()
    }
  },
}

interface Scene {
  desk: EncodingDesk
  db: Db
  figures: Figures
}

interface Bench extends Scene {
  batch: RunningBatch
  chips: VirtualNtag424[]
}

async function runSequence(scene: Scene, deeds: readonly Deed[]): Promise<void> {
  const { desk, figures } = scene
  const batch = await beginBatch(desk, { cards: CARDS, blanks: BLANKS })
  const bench: Bench = { ...scene, batch, chips: [] }
  try {
    for (const one of deeds) {
      await act(bench, one)
      figures.deeds += 1
    }
    await finishBegun(bench)
    await check(bench)
  } finally {
    for (const name of READERS) desk.hands.takeAway(name)
    await Promise.all(batch.runs.map((run) => desk.ask(`/runs/${run}/finish`)))
    batch.live.close()
  }
}

async function act(bench: Bench, deed: Deed): Promise<void> {
  const { desk, batch, chips } = bench
  switch (deed.do) {
    case 'feed':
      return feed(bench, [{ reader: deed.reader, chip: blank(bench), tear: deed.tear }])
    case 'feed-again': {
      const chip = chips[deed.chip % Math.max(1, chips.length)] ?? blank(bench)
      return feed(bench, [{ reader: deed.reader, chip, tear: deed.tear }])
    }
    case 'feed-both':
      return feed(
        bench,
        deed.tears.map((torn, index) => ({ reader: index, chip: blank(bench), tear: torn })),
      )
    case 'move-to-other-reader': {
      const chip = blank(bench)
      const other = 1 - deed.reader
      await inMidCard(bench, { ...deed, chip })
      const after = batch.live.heard.length
      desk.hands.lay(nameOf(other), chip)
      await nextOutcome(batch, batch.runs[other], after)
      return desk.hands.takeAway(nameOf(other))
    }
    case 'cut-station': {
      await inMidCard(bench, { ...deed, chip: blank(bench) })
      const after = batch.live.heard.length
      await desk.hands.cut()
      bench.figures.cut += 1
      await nextOutcome(batch, batch.runs[deed.reader], after)
      return desk.hands.takeAway(nameOf(deed.reader))
    }
    case 'spoil': {
      const rows = await cardsOf(bench)
      return spoil(bench, rows[deed.card % rows.length]?.card_number)
    }
    case 'spoil-under-way': {
      const chip = blank(bench)
      const after = batch.live.heard.length
      await inMidCard(bench, { ...deed, chip })
      const begun = (await cardsOf(bench)).find(({ nfc_uid: uid }) => uid === chip.uid)
      if (begun) await spoil(bench, begun.card_number)
      await nextOutcome(batch, batch.runs[deed.reader], after)
      return desk.hands.takeAway(nameOf(deed.reader))
    }
    case 'pause': {
      const run = batch.runs[deed.reader]
      await desk.ask(`/runs/${run}/pause`)
      const after = batch.live.heard.length
      desk.hands.lay(nameOf(deed.reader), blank(bench))
      await desk.ask(`/runs/${run}/resume`)
      await nextOutcome(batch, run, after)
      return desk.hands.takeAway(nameOf(deed.reader))
    }
  }
}

const nameOf = (index: number): string => READERS[index] ?? READERS[0]

function blank({ desk, chips }: Bench): VirtualNtag424 {
  const chip = desk.hands.takeBlank()
  chips.push(chip)
  return chip
}

interface Feed {
  reader: number
  chip: VirtualNtag424
  tear: Tear | null
}

/** Lays cards down, all at once, and waits until the desk is through with each. */
async function feed({ desk, batch, figures }: Bench, feeds: readonly Feed[]): Promise<void> {
  const after = batch.live.heard.length
  for (const { reader: index, chip, tear: torn } of feeds) {
    if (torn) chip.tearAt(torn)
    desk.hands.lay(nameOf(index), chip)
  }
  for (const { reader: index } of feeds) {
    const { type, data } = await nextOutcome(batch, batch.runs[index], after)
    if (type === 'run-error') figures[data['error'] === 'card-lost' ? 'torn' : 'refused'] += 1
    desk.hands.takeAway(nameOf(index))
  }
}

/** Lays a card down and waits until so many commands have reached it, or it is through. */
async function inMidCard(
  { desk, batch }: Bench,
  { reader: index, chip, apdu: many }: { reader: number; chip: VirtualNtag424; apdu: number },
): Promise<void> {
  const through = nextOutcome(batch, batch.runs[index], batch.live.heard.length)
  const reached = desk.hands.untilSent(chip, many)
  desk.hands.lay(nameOf(index), chip)
  await Promise.race([reached, through])
}

/** An operator may be refused: the number is spoiled already, or there is no blank left to write off. */
async function spoil({ desk }: Bench, cardNumber: string | undefined): Promise<void> {
  const answer = await desk.administrator.post(`/cards/${cardNumber}/spoil`, { reason: 'a random one' })
  assert.ok([200, 409, 422].includes(answer.status), JSON.stringify(answer.body))
}

const cardsOf = ({ db, batch }: Bench) =>
  db
    .selectFrom('cards')
    .select(['card_number', 'nfc_uid', 'state'])
    .where('batch_id', '=', batch.id)
    .orderBy('position')
    .execute()

/** What a run says late of a card that was taken away can be taken for the next one's: then it is fed once more. */
const MOST_FEEDS = 4
const QUIET_MS = 150

/** Waits until the desk is through with what was taken away. */
async function quiet({ batch }: Bench): Promise<void> {
  for (let heard = -1; heard < batch.live.heard.length;) {
    heard = batch.live.heard.length
    await sleep(QUIET_MS)
  }
}

/** Whatever was begun is finished by feeding it again. */
async function finishBegun(bench: Bench): Promise<void> {
  for (let feeds = 0; feeds < MOST_FEEDS; feeds += 1)
    for (const { nfc_uid: uid, state } of await cardsOf(bench)) {
      if (state !== 'encoding') continue
      const chip = bench.chips.find((one) => one.uid === uid)
      assert.ok(chip, 'a number that was begun has a chip of this desk')
      if (feeds > 0) await quiet(bench)
      await feed(bench, [{ reader: 0, chip, tear: null }])
    }
}

async function check(bench: Bench): Promise<void> {
  const { desk, db, batch, chips, figures } = bench
  const rows = await cardsOf(bench)
  const states = (state: string) => rows.filter((row) => row.state === state)
  assert.equal(states('encoding').length, 0, 'every card that was begun is finished by feeding it again')

  const live = new Set(states('encoded').map(({ nfc_uid: uid }) => uid))
  assert.equal(live.size, states('encoded').length, 'no two live cards share a chip')
  await Promise.all(
    chips.map(async (chip) => {
      const genuine = await isGenuine(desk, await tapOf(chip))
      assert.equal(genuine, live.has(chip.uid), 'genuine are the finished cards')
    }),
  )

  const { balance, cards } = await batch.details()
  const { received, issued, spoiled, returned, onHand } = balance
  assert.equal(received, issued + spoiled + returned + onHand, 'the batch balances')
  assert.deepEqual([issued, spoiled], [live.size, states('spoiled').length], 'books and cards agree')
  assert.equal(
    (await findBatch(db, batch.id))?.free_blanks,
    onHand,
    'what is counted along agrees with the books',
  )
  // By hand: blanks that came, less chips that have a number, less printed cards that were thrown away without one.
  const numbered = chips.filter(({ uid }) => rows.some((row) => row.nfc_uid === uid))
  const thrown = states('spoiled').filter((row) => row.nfc_uid === null)
  const counted = { countedOnHand: BLANKS - numbered.length - thrown.length, countedFinished: cards.ready }
  const wrong = await desk.administrator.post(`/batches/${batch.id}/close`, {
    ...counted,
    countedOnHand: counted.countedOnHand + 1,
  })
  assert.equal(wrong.status, 409, 'a wrong count closes nothing')
  await desk.ask(`/batches/${batch.id}/close`, counted)
  figures.finished += issued
  figures.spoiled += spoiled
}

/** Over all batches: no number twice, and no chip with two numbers. */
async function checkAll(db: Db): Promise<void> {
  const rows = await db.selectFrom('cards').select(['card_number', 'nfc_uid']).execute()
  const chips = rows.flatMap(({ nfc_uid: uid }) => (uid === null ? [] : [uid]))
  assert.equal(new Set(rows.map((row) => row.card_number)).size, rows.length, 'no number comes twice')
  assert.equal(new Set(chips).size, chips.length, 'no chip has two numbers')
}
