import { sql, type Kysely } from 'kysely'

/**
 * What the books alone said when a booth was counted, beside what was expected there. What signed counts had found by then
 * is the difference between the two.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`ALTER TABLE booth_count_lines ADD books integer`)
  await run(`
    UPDATE booth_count_lines l
       SET books = l.expected - coalesce((
             SELECT sum(earlier.counted - earlier.expected)
               FROM booth_count_lines earlier
               JOIN booth_counts e ON e.id = earlier.count_id
               JOIN booths eb ON eb.id = e.booth_id
               JOIN booth_counts c ON c.id = l.count_id
               JOIN booths b ON b.id = c.booth_id
              WHERE eb.place_id = b.place_id AND earlier.item = l.item AND e.signed_at <= c.counted_at), 0)`)
  await run(`ALTER TABLE booth_count_lines ALTER books SET NOT NULL`)
}
