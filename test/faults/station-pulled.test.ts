import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { stationPulled } from './station-pulled.ts'

test(
  'a station killed or hung in the middle of a card shows within three seconds, and the batch goes on when it is back',
  { timeout: 120_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    expect(await stationPulled.run(ground, stationPulled.small, 2)).toMatchObject({ pulls: 2, finished: 4 })
  },
)
