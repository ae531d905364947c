import { Client } from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'

test('every test gets a database of its own that is gone afterwards', async () => {
  const first = await createTestDatabase()
  await using second = await createTestDatabase()
  expect(first.url).not.toBe(second.url)
  const client = new Client({ connectionString: first.url })
  await client.connect()
  await client.query('CREATE TABLE only_here (id int)')
  await client.end()
  await first.drop()
  await expect(new Client({ connectionString: first.url }).connect()).rejects.toThrow('does not exist')
})
