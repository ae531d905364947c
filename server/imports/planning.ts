import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import { membersByPhone, phoneIndex } from '../members/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { FaultCode } from './faults.ts'
import type { RowFault, SoundRow } from './rows.ts'

/** A row with its place among members; what is not known yet gets an id of its own. */
export interface Placed {
  row: SoundRow
  rowKey: string
  memberId: string
}

interface NewPerson {
  memberId: string
  line: number
  name?: string
  phone?: string
  level?: string
}

/** What a batch of rows would do. */
export interface Plan {
  placed: Placed[]
  faults: RowFault[]
  newMembers: NewPerson[]
  /** members who were known without a phone, and now have one */
  newPhones: { memberId: string; phone: string; name: string }[]
  newCustomers: { keyIndex: Uint8Array; memberId: string; name?: string }[]
}

interface Needs {
  db: Db | Tx
  importId: string
  keys: KeyService
  fileHash: Uint8Array
  /** of a new member whom a row names first */
  memberIdOf: (line: number) => string
}

/** What a customer number is found by; the number itself is stored nowhere. */
export const customerIndex = (keys: KeyService, customer: string): Uint8Array =>
  keys.blindIndex('customer', customer)

/**
 * What a row is known by for ever: a member by who they are, a purchase by customer and receipt, or where the file has no
 * receipts by the file and its line. Two files with the same purchases and no receipts therefore count twice.
 */
function rowKeyOf(row: SoundRow, { keys, fileHash }: Needs): string {
  const who =
    row.person.customer === undefined ? `phone/${row.person.phone}` : `customer/${row.person.customer}`
  if (row.kind === 'member') return asUuid(keys.blindIndex('imported-member', who))
  if (row.receipt !== undefined) return asUuid(keys.blindIndex('imported-receipt', `${who}/${row.receipt}`))
  return asUuid(createHash('sha256').update(fileHash).update(`/${row.line}`).digest())
}

function asUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

interface Known {
  /** taken rows, and by which import */
  rowKeys: ReadonlyMap<string, string>
  customers: Map<string, { memberId: string; isIdentified: boolean }>
  phones: Map<string, string>
}

/** Looks a batch up and places each row; writes nothing. `earlier` are the keys of the file's rows before it, while none is taken. */
export async function planRows(
  needs: Needs,
  rows: readonly SoundRow[],
  earlier: { has(rowKey: string): boolean },
): Promise<Plan> {
  const seen = new Set<string>()
  const { keys } = needs
  const keyed = rows.map((row) => ({
    row,
    rowKey: rowKeyOf(row, needs),
    customer: row.person.customer === undefined ? undefined : customerIndex(keys, row.person.customer),
    phone: row.person.phone === undefined ? undefined : phoneIndex(keys, row.person.phone),
  }))
  const known = await lookUp(needs.db, keyed)
  const plan: Plan = { placed: [], faults: [], newMembers: [], newPhones: [], newCustomers: [] }
  for (const { row, rowKey, customer, phone } of keyed) {
    const wrong = (field: 'customer' | 'phone' | null, fault: FaultCode) =>
      plan.faults.push({ line: row.line, field, fault })
    const takenBy = known.rowKeys.get(rowKey)
    if (takenBy === needs.importId || seen.has(rowKey) || earlier.has(rowKey)) wrong(null, 'double-in-file')
    else if (takenBy !== undefined) wrong(null, 'double-before')
    else {
      const memberId = place(plan, known, { row, customer, phone, memberId: needs.memberIdOf(row.line) })
      if (memberId === undefined) wrong('phone', 'two-members')
      else {
        seen.add(rowKey)
        plan.placed.push({ row, rowKey, memberId })
      }
    }
  }
  return plan
}

interface ToPlace {
  row: SoundRow
  customer: Uint8Array | undefined
  phone: Uint8Array | undefined
  /** if nobody is known */
  memberId: string
}

/** Whose row it is; undefined where number and phone are two people's. Later rows of the batch know what earlier ones said. */
function place(plan: Plan, known: Known, { row, customer, phone, memberId }: ToPlace): string | undefined {
  const customerHex = customer && hex(customer)
  const phoneHex = phone && hex(phone)
  const byCustomer = customerHex === undefined ? undefined : known.customers.get(customerHex)
  const byPhone = phoneHex === undefined ? undefined : known.phones.get(phoneHex)
  if (byCustomer && byPhone && byCustomer.memberId !== byPhone) return undefined
  if (byCustomer && phoneHex !== undefined && !byPhone && byCustomer.isIdentified) return undefined
  const name = row.kind === 'member' ? row.name : undefined
  const id = byCustomer?.memberId ?? byPhone ?? memberId
  const { phone: phoneNumber } = row.person

  if (!byCustomer && byPhone === undefined) {
    plan.newMembers.push({
      memberId: id,
      line: row.line,
      ...(name === undefined ? {} : { name }),
      ...(phoneNumber === undefined ? {} : { phone: phoneNumber }),
      ...(row.kind === 'member' && row.level !== undefined ? { level: row.level } : {}),
    })
  } else if (byCustomer && phoneNumber !== undefined && !byPhone) {
    const added = plan.newMembers.find((member) => member.memberId === id)
    if (added) Object.assign(added, { phone: phoneNumber, ...(name === undefined ? {} : { name }) })
    else plan.newPhones.push({ memberId: id, phone: phoneNumber, name: name ?? '' })
  }
  if (customer && customerHex !== undefined && !byCustomer)
    plan.newCustomers.push({
      keyIndex: customer,
      memberId: id,
      ...(name === undefined || phoneNumber !== undefined || byPhone !== undefined ? {} : { name }),
    })
  if (customerHex !== undefined)
    known.customers.set(customerHex, {
      memberId: id,
      isIdentified: byCustomer?.isIdentified === true || byPhone !== undefined || phoneHex !== undefined,
    })
  if (phoneHex !== undefined) known.phones.set(phoneHex, id)
  return id
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

async function lookUp(
  db: Db | Tx,
  keyed: readonly { rowKey: string; customer: Uint8Array | undefined; phone: Uint8Array | undefined }[],
): Promise<Known> {
  const customers = keyed.flatMap(({ customer }) => (customer ? [Buffer.from(customer)] : []))
  const phones = keyed.flatMap(({ phone }) => (phone ? [phone] : []))
  const rows = await sql<{ row_key: string; import_id: string }>`
    SELECT row_key, import_id FROM imported_rows WHERE row_key = ANY (${keyed.map(({ rowKey }) => rowKey)}::uuid[])`.execute(
    db,
  )
  const found = await sql<{ key: string; member_id: string; is_identified: boolean }>`
    SELECT encode(k.key_index, 'hex') AS key, k.member_id, i.member_id IS NOT NULL AS is_identified
      FROM customer_keys k LEFT JOIN member_identities i ON i.member_id = k.member_id
     WHERE k.key_index = ANY (${customers}::bytea[])`.execute(db)
  return {
    rowKeys: new Map(rows.rows.map((row) => [row.row_key, row.import_id])),
    customers: new Map(
      found.rows.map((row) => [row.key, { memberId: row.member_id, isIdentified: row.is_identified }]),
    ),
    phones: await membersByPhone(db, phones),
  }
}
