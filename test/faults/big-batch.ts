import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import {
  beginBatch,
  nextOutcome,
  openEncodingDesk,
  type EncodingDesk,
  type RunningBatch,
} from './ground/encoding-desk.ts'
import type { Proof } from './ground/proof.ts'
import { startServerProcess, type ServerProcess } from './ground/server-process.ts'

const READERS = Array.from({ length: 8 }, (_, index) => `Reader ${index + 1}`)
/** From a tenth of the cards to all of them: what a thousand cards may leave behind is far below 10 KB each. */
const GROWTH_LIMIT_MB = 64

/**
 * A whole batch planned, encoded by eight readers at once and closed, with the memory of the server's process looked at
 * after a tenth of its cards and at each further tenth: it does not grow with the cards.
 */
export const bigBatch: Proof<{ cards: number }> = {
  name: 'big-batch',
  small: { cards: 100 },
  full: { cards: 10_000 },
  async run(ground, { cards }) {
    const database = await ground.createDatabase()
    const server = await startServerProcess({ databaseUrl: database.url })
    const desk = await openEncodingDesk(server, READERS)
    try {
      const batch = await beginBatch(desk, { cards, blanks: cards })
      const rssMb: number[] = []
      const startedAt = performance.now()
      for (let tenth = 1; tenth <= 10; tenth += 1) {
        await encode(desk, batch, Math.round((cards * tenth) / 10) - Math.round((cards * (tenth - 1)) / 10))
        rssMb.push(await rssOf(server))
      }
      const seconds = (performance.now() - startedAt) / 1_000
      await close(desk, batch, cards)
      const first = rssMb[0] ?? NaN
      const growthMb = Math.round(Math.max(...rssMb) - first)
      assert.ok(growthMb <= GROWTH_LIMIT_MB, `the server grew by ${growthMb} MB: ${rssMb.join(' ')}`)
      return {
        cards,
        cardsPerHour: Math.round((cards / seconds) * 3_600),
        rssMbAtATenth: first,
        rssMbAtTheEnd: rssMb.at(-1) ?? NaN,
        growthMb,
        rssMbByTenths: rssMb.join(' '),
      }
    } catch (cause) {
      throw new Error(`The server said: ${server.said()}`, { cause })
    } finally {
      await desk.close()
      await server.stop()
      await database.drop()
    }
  },
}

/** Each reader is fed the next card as soon as it is through with one. */
async function encode({ hands }: EncodingDesk, batch: RunningBatch, many: number): Promise<void> {
  let left = many
  const work = async (reader: string, runId: string | undefined): Promise<void> => {
    while (left > 0) {
      left -= 1
      const after = batch.live.heard.length
      hands.lay(reader, hands.takeBlank())
      const { type, data } = await nextOutcome(batch, runId, after)
      assert.equal(type, 'card-finished', JSON.stringify(data))
      hands.takeAway(reader)
    }
  }
  await Promise.all(READERS.map((reader, index) => work(reader, batch.runs[index])))
}

async function close({ ask }: EncodingDesk, batch: RunningBatch, cards: number): Promise<void> {
  const { balance } = await batch.details()
  assert.deepEqual([balance.issued, balance.spoiled, balance.onHand], [cards, 0, 0])
  batch.live.close()
  await Promise.all(batch.runs.map((run) => ask(`/runs/${run}/finish`)))
  const closed = await ask<{ state: string }>(`/batches/${batch.id}/close`, {
    countedOnHand: 0,
    countedFinished: cards,
  })
  assert.equal(closed.state, 'closed')
}

/** Resident memory of the server's process, in whole MB. */
async function rssOf(server: ServerProcess): Promise<number> {
  const status = await readFile(`/proc/${server.pid()}/status`, 'utf8')
  return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024)
}
