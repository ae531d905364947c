import { sql, type Kysely } from 'kysely'

/** Points buy goods, coupons (a voucher for tills) and services with an appointment; tills redeem as kiosks do. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(db)
  await run(`
    ALTER TABLE gifts
      ADD kind          text NOT NULL DEFAULT 'goods' CHECK (kind IN ('goods', 'coupon', 'service')),
      ADD voucher_terms jsonb,
      ADD CHECK ((kind = 'coupon') = (voucher_terms IS NOT NULL))`)
  await run(`
    CREATE TABLE service_slots (
      id        uuid PRIMARY KEY,
      gift_id   uuid NOT NULL REFERENCES gifts (id),
      place_id  uuid NOT NULL REFERENCES places (id),
      starts_at timestamptz NOT NULL,
      ends_at   timestamptz NOT NULL CHECK (ends_at > starts_at),
      capacity  integer NOT NULL CHECK (capacity >= 0),
      taken     integer NOT NULL DEFAULT 0 CHECK (taken >= 0),
      added_at  timestamptz NOT NULL,
      CONSTRAINT service_slots_one_at_a_time UNIQUE (place_id, gift_id, starts_at),
      CONSTRAINT service_slots_capacity CHECK (taken <= capacity)
    )`)
  await run(`CREATE INDEX service_slots_by_place ON service_slots (place_id, starts_at)`)
  await run(`
    ALTER TABLE redemptions
      ALTER kiosk_id DROP NOT NULL,
      ALTER bucket DROP NOT NULL,
      ADD slot_id uuid REFERENCES service_slots (id),
      ADD till_id uuid REFERENCES tills (id),
      DROP CONSTRAINT redemptions_check1,
      ADD CHECK (handed_by IS NULL OR state = 'settled'),
      ADD CHECK (bucket IS NULL OR slot_id IS NULL),
      ADD CHECK (kiosk_id IS NULL OR till_id IS NULL)`)
  await run(`
    CREATE UNIQUE INDEX redemptions_one_of_a_slot ON redemptions (member_id, slot_id)
      WHERE slot_id IS NOT NULL AND state IN ('held', 'settled')`)
  await run(`CREATE INDEX redemptions_of_slots ON redemptions (slot_id) WHERE slot_id IS NOT NULL`)
}
