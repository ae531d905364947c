import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { openDatabase } from '../../server/platform/database.ts'
import { enrol, formFor, openBooth } from './ground/booth.ts'
import { checkBooks } from './ground/enrolment-books.ts'
import { done } from './ground/office.ts'
import { startServerProcess } from './ground/server-process.ts'
import { nextAddress, openClient, type HttpClient } from './ground/http-client.ts'
import type { Proof } from './ground/proof.ts'

/**
 * Many copies of one command arrive together, at two servers of one database: it has one effect and one answer.
 * Another content under the same id is refused.
 */
export const copies: Proof<{ copies: number; commands: number }> = {
  name: 'copies-of-one-command',
  small: { copies: 50, commands: 3 },
  full: { copies: 50, commands: 1_000 },
  async run(ground, { copies, commands }) {
    const database = await ground.createDatabase()
    const db = openDatabase({ url: database.url, size: 2 })
    const first = await startServerProcess({ databaseUrl: database.url })
    const second = await startServerProcess({ databaseUrl: database.url, keyFile: first.keyFile })
    const booth = await openBooth({ address: first.address, db }, { cards: commands, pieces: commands })
    const [promoter] = booth.promoters
    assert(promoter, 'a booth has a promoter')
    const clients = [first, second].map(({ address }) =>
      openClient(address, { from: nextAddress, like: promoter }),
    )
    const copyTo = (number: number): HttpClient => clients[number % clients.length] ?? promoter
    try {
      for (const [person, cardNumber] of booth.cardNumbers.entries()) {
        const [id, form] = [randomUUID(), formFor(booth, person, cardNumber)]
        const answers = await Promise.all(
          Array.from({ length: copies }, (_, number) => enrol(copyTo(number), form, id)),
        )
        for (const answer of answers) assert.deepEqual(done(answer), answers[0]?.body, 'one answer for all')
        const other = await enrol(copyTo(person), { ...form, name: '别人' }, id)
        assert.deepEqual([other.status, other.body.code], [409, 'command-id-reused'])
      }
      assert.equal(await checkBooks(db), commands, 'each command had one effect')
      return { commands, copiesOfEach: copies, servers: 2, effectsOfEach: 1, otherContentRefused: commands }
    } finally {
      for (const client of clients) client.close()
      booth.close()
      await Promise.all([first.stop(), second.stop()])
      await db.destroy()
      await database.drop()
    }
  },
}
