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
  memberIdOf: (row: SoundRow) => string
}

/** What a customer number is found by; the number itself is stored nowhere. */
export const customerIndex = (keys: KeyService, customer: string): Uint8Array =>
  keys.blindIndex('customer', customer)

/**
 * What a row is known by for ever: a member by who they are, by whichever of number and phone a file names them; a
 * purchase by member and receipt, or where the file has no receipts by the file and its line. Two files with the same
 * purchases and no receipts therefore count twice.
 */
function rowKeyOf(row: SoundRow, memberId: string, fileHash: Uint8Array): string {
  const hash = createHash('sha256')
  if (row.kind === 'member') hash.update(`imported-member/${memberId}`)
  else if (row.receipt !== undefined) hash.update(`imported-receipt/${memberId}/${row.receipt}`)
  else hash.update(fileHash).update(`/${row.line}`)
  return asUuid(hash.digest())
}

/** Of somebody whom a check meets first: the same wherever the file names them by this number, else by this phone. */
export const passingMemberId = (
  keys: KeyService,
  importId: string,
  { customer, phone }: SoundRow['person'],
): string =>
  asUuid(keys.blindIndex('imported-person', `${importId}/${customer ?? ''}/${customer ? '' : phone}`))

function asUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

interface Known {
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
  const { db, keys, fileHash } = needs
  const named = rows.map((row) => ({
    row,
    customer: row.person.customer === undefined ? undefined : customerIndex(keys, row.person.customer),
    phone: row.person.phone === undefined ? undefined : phoneIndex(keys, row.person.phone),
  }))
  const known = await knownPeople(db, named)
  const taken = await takenRows(
    db,
    // Beside a key for each that it may be: a row of a file and line is taken, whoever it was.
    named.flatMap((one) =>
      [...knownAs(known, one), ''].map((memberId) => rowKeyOf(one.row, memberId, fileHash)),
    ),
  )
  const plan: Plan = { placed: [], faults: [], newMembers: [], newPhones: [], newCustomers: [] }
  for (const one of named) {
    const { row } = one
    const wrong = (field: 'customer' | 'phone' | null, fault: FaultCode) =>
      plan.faults.push({ line: row.line, field, fault })
    if (isTwoPeople(known, one)) {
      wrong('phone', 'two-members')
      continue
    }
    const memberId = knownAs(known, one)[0] ?? needs.memberIdOf(row)
    const rowKey = rowKeyOf(row, memberId, fileHash)
    const takenBy = taken.get(rowKey)
    if (takenBy === needs.importId || seen.has(rowKey) || earlier.has(rowKey)) wrong(null, 'double-in-file')
    else if (takenBy !== undefined) wrong(null, 'double-before')
    else {
      place(plan, known, { ...one, memberId })
      seen.add(rowKey)
      plan.placed.push({ row, rowKey, memberId })
    }
  }
  return plan
}

interface Named {
  row: SoundRow
  customer: Uint8Array | undefined
  phone: Uint8Array | undefined
}

const byCustomerIn = ({ customers }: Known, { customer }: Named) => customer && customers.get(hex(customer))
const byPhoneIn = ({ phones }: Known, { phone }: Named) => phone && phones.get(hex(phone))

/** The members whom a row's number and phone are known by, none, one or two. */
const knownAs = (known: Known, named: Named): string[] =>
  [byCustomerIn(known, named)?.memberId, byPhoneIn(known, named)].flatMap((id) => id ?? [])

/** Whether number and phone are two people's. */
function isTwoPeople(known: Known, named: Named): boolean {
  const [byCustomer, byPhone] = [byCustomerIn(known, named), byPhoneIn(known, named)]
  if (!byCustomer) return false
  return byPhone === undefined
    ? named.phone !== undefined && byCustomer.isIdentified
    : byCustomer.memberId !== byPhone
}

/** Notes down what is new about whose row it is. Later rows of the batch know what earlier ones said. */
function place(plan: Plan, known: Known, { memberId: id, ...named }: Named & { memberId: string }): void {
  const { row, customer, phone } = named
  const [byCustomer, byPhone] = [byCustomerIn(known, named), byPhoneIn(known, named)]
  const name = row.kind === 'member' ? row.name : undefined
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
  if (customer && !byCustomer)
    plan.newCustomers.push({
      keyIndex: customer,
      memberId: id,
      ...(name === undefined || phoneNumber !== undefined || byPhone !== undefined ? {} : { name }),
    })
  if (customer)
    known.customers.set(hex(customer), {
      memberId: id,
      isIdentified: byCustomer?.isIdentified === true || byPhone !== undefined || phone !== undefined,
    })
  if (phone) known.phones.set(hex(phone), id)
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

async function knownPeople(db: Db | Tx, named: readonly Named[]): Promise<Known> {
  const customers = named.flatMap(({ customer }) => (customer ? [Buffer.from(customer)] : []))
  const phones = named.flatMap(({ phone }) => (phone ? [phone] : []))
  const found = await sql<{ key: string; member_id: string; is_identified: boolean }>`
    SELECT encode(k.key_index, 'hex') AS key, k.member_id, i.member_id IS NOT NULL AS is_identified
      FROM customer_keys k LEFT JOIN member_identities i ON i.member_id = k.member_id
     WHERE k.key_index = ANY (${customers}::bytea[])`.execute(db)
  return {
    customers: new Map(
      found.rows.map((row) => [row.key, { memberId: row.member_id, isIdentified: row.is_identified }]),
    ),
    phones: await membersByPhone(db, phones),
  }
}

/** Of these row keys those that are taken, and by which import. */
async function takenRows(db: Db | Tx, rowKeys: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ row_key: string; import_id: string }>`
    SELECT row_key, import_id FROM imported_rows WHERE row_key = ANY (${[...rowKeys]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.row_key, row.import_id]))
}
