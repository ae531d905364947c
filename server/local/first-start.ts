import { writeFile } from 'node:fs/promises'
import type { KeyService } from '../keys/index.ts'
import { makePairingCode, pairingCode } from '../pairing/index.ts'
import { newId } from '../platform/ids.ts'
import { systemClock } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import { pairStation, showToken, STATION_OF_THE_START } from '../stations/index.ts'
import { addSampleData } from './sample-data.ts'

export interface FirstStart {
  /** Where the simulated station's token is kept, 0600. */
  stationTokenFile: string
  /** Where the sign-ins of the sample data are kept, 0600, for the first page to show. */
  samplePeopleFile: string
  /** Where the simulated card printer's port is kept, and the port that a first start gives it. */
  printer: { file: string; port: number }
  /** Leave out the sample data. */
  empty: boolean
}

/** Makes what a start with no configuration needs and does not find: on every later start it changes nothing. */
export const prepareFirstStart = (db: Db, keys: KeyService, start: FirstStart): Promise<void> =>
  inTransaction(db, (tx) => prepareOnce(tx, keys, start))

/** Files first, then the commit: a start that is cut off in between is simply done again. */
async function prepareOnce(tx: Tx, keys: KeyService, start: FirstStart): Promise<void> {
  const known = await tx.selectFrom('stations').select('id').limit(1).executeTakeFirst()
  if (known) return
  const work: Work = { tx, now: systemClock.now(), id: newId(), actor: { kind: 'system' } }
  const { stationId, token } = await pairSimulatedStation(work, keys)
  await writePrivately(start.stationTokenFile, `${token}\n`)
  if (start.empty) return
  const { port } = start.printer
  const people = await addSampleData(work, keys, { stationId, printerPort: port })
  await writePrivately(start.printer.file, `${port}\n`)
  await writePrivately(start.samplePeopleFile, `${JSON.stringify(people, null, 2)}\n`)
}

async function pairSimulatedStation(
  work: Work,
  keys: KeyService,
): Promise<{ stationId: string; token: string }> {
  await makePairingCode(work, keys, { kind: 'station', simulated: true })
  const code = pairingCode(keys, work.id)
  const paired = await pairStation(work, keys, { code, name: STATION_OF_THE_START.en })
  assert(paired.ok, 'a fresh code pairs the first station')
  return { stationId: paired.value.stationId, token: showToken(keys, paired.value, code) }
}

const writePrivately = (path: string, content: string): Promise<void> =>
  writeFile(path, content, { mode: 0o600, flush: true })
