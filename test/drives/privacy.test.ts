import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { done, DRAWN, enrol, form, setScene, type Scene } from './scene.ts'

interface Column {
  table_name: string
  column_name: string
}

/** Everything that the database holds in columns that could hold text: as text, and bytes as text and hex. */
async function dump({ server: { db } }: Scene): Promise<string> {
  const columns = await sql<Column>`
    SELECT c.table_name, c.column_name FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
       AND c.data_type IN ('text', 'jsonb', 'json', 'bytea', 'character', 'character varying', 'ARRAY', 'date')`.execute(
    db,
  )
  expect(columns.rows.length).toBeGreaterThan(60)
  const parts: string[] = []
  for (const { table_name, column_name } of columns.rows) {
    const result = await sql<{ value: unknown }>`
      SELECT ${sql.ref(column_name)} AS value FROM ${sql.table(table_name)}`.execute(db)
    for (const { value } of result.rows) {
      parts.push(
        Buffer.isBuffer(value) ? `${value.toString('latin1')} ${value.toString()}` : JSON.stringify(value),
      )
    }
  }
  return parts.join('\n')
}

test('nothing of a person lies in clear in any column, event, audit entry, stored answer or log line', async () => {
  await using scene = await setScene({ cards: 3 })
  const person = { name: '司马相如测试', phone: '13987654321', birthday: '1987-06-05' }
  const body = { ...form(scene, scene.cards[0]), ...person, signature: { typedName: '司马签名' } }
  const { enrolmentId } = done(await enrol(scene, body))
  done(
    await enrol(scene, {
      ...form(scene, scene.cards[1]),
      ...person,
      phone: '+86 139 8765 4321',
      signature: DRAWN,
    }),
  )
  await enrol(scene, { ...body, sourceCode: 'moon' })
  await enrol(scene, { ...body, name: '司马相如测试\u0000' })
  done(await scene.manager.client.post('/members/search', { phone: person.phone }))
  done(await scene.promoter.client.get(`/enrolments/${enrolmentId}/receipt.pdf`))

  const secrets = [
    '司马',
    '相如',
    '13987654321',
    '139 8765 4321',
    '87654321',
    '1987-06-05',
    DRAWN.slice(30, 70),
  ]
  const kept = await dump(scene)
  const said = scene.server.log.join('\n')
  expect(kept).toContain(enrolmentId)
  for (const secret of secrets) {
    expect(kept.includes(secret), `the database holds ${secret}`).toBe(false)
    expect(said.includes(secret), `the log says ${secret}`).toBe(false)
  }
})
