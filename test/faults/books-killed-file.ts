import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { faultWords, type FaultCode } from '../../server/imports/faults.ts'
import { csvRow } from '../../server/platform/csv.ts'
import type { Db } from '../../server/platform/database.ts'
import type { Import } from '../../server/imports/schema.ts'

const HEADINGS = ['会员编号', '手机号', '日期', '金额', '小票号']
/** Of `spend-levels`: a point for each full ten yuan. */
const FEN_A_POINT = 1_000

/** A file of a shop's history, and what must come of it. */
export interface HistoryFile {
  text: string
  /** receipts of the rows that are sound, and what was paid */
  sound: ReadonlyMap<string, number>
  doubles: number
  wrong: number
  customers: number
  /** in English, as the office downloads it */
  errors: string
  /** sound rows, for the next file to bring again */
  lines: readonly (readonly string[])[]
}

const WRONG: readonly { fault: FaultCode; spoil(cells: string[]): void }[] = [
  { fault: 'customer-missing', spoil: (cells) => cells.splice(0, 2, '', '') },
  { fault: 'phone-invalid', spoil: (cells) => cells.splice(1, 1, '123') },
  { fault: 'date-missing', spoil: (cells) => cells.splice(2, 1, '') },
  { fault: 'date-invalid', spoil: (cells) => cells.splice(2, 1, '2026-02-30') },
  { fault: 'amount-invalid', spoil: (cells) => cells.splice(3, 1, 'ten "yuan", about') },
  { fault: 'amount-negative', spoil: (cells) => cells.splice(3, 1, '-5.00') },
]

/** Rows of customers of its own; now and then one that is wrong, that stood there before, or that an earlier file brought. */
export function drawFile(
  { number, rows }: { number: number; rows: number },
  random: () => number,
  before: HistoryFile | undefined,
): HistoryFile {
  const below = (most: number): number => Math.floor(random() * most)
  const customers = Math.max(1, Math.floor(rows / 4))
  const [sound, seen] = [new Map<string, number>(), new Set<string>()]
  const lines: string[][] = []
  const faults: { line: number; fault: FaultCode; cells: readonly string[] }[] = []
  const text = [HEADINGS]
  let doubles = 0
  for (let row = 0; row < rows; row += 1) {
    const customer = row < customers ? row : below(customers)
    const fen = 100 + below(90_000)
    const receipt = `${number}/${row}`
    const cells = [
      `C${number}-${customer}`,
      customer % 3 === 0 ? `138${String(number * 10_000 + customer).padStart(8, '0')}` : '',
      `2026-0${1 + below(9)}-1${below(10)}`,
      `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`,
      receipt,
    ]
    const fate = row < customers ? 1 : random()
    const [twice, again] = [lines[below(lines.length)], before?.lines[below(before.lines.length)]]
    const line = row + 2
    if (fate < 0.01 && twice) {
      faults.push({ line, fault: 'double-in-file', cells: twice })
      text.push(twice)
      doubles += 1
    } else if (fate < 0.02 && again) {
      faults.push({ line, fault: 'double-before', cells: [...again] })
      text.push([...again])
      doubles += 1
    } else if (fate < 0.05) {
      const wrong = WRONG[below(WRONG.length)]
      assert(wrong)
      wrong.spoil(cells)
      faults.push({ line, fault: wrong.fault, cells })
      text.push(cells)
    } else {
      sound.set(receipt, fen)
      seen.add(cells[0] ?? '')
      lines.push(cells)
      text.push(cells)
    }
  }
  const told = faults.map(({ line, fault, cells }) => csvRow([String(line), faultWords(fault).en, ...cells]))
  return {
    text: text.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n'),
    sound,
    doubles,
    wrong: faults.length - doubles,
    customers: seen.size,
    errors: `\uFEFF${csvRow(['Line', 'What is wrong and what to do', ...HEADINGS])}${told.join('')}`,
    lines,
  }
}

/** All rows of a file are counted, each as what it is, once it was checked or taken. */
export function mustCount(told: Import, { sound, doubles, wrong }: HistoryFile): void {
  const { rowsTotal, rowsDone, rowsGood, rowsDouble, rowsWrong } = told
  const rows = sound.size + doubles + wrong
  assert.deepEqual(
    { rowsTotal, rowsDone, rowsGood, rowsDouble, rowsWrong },
    { rowsTotal: rows, rowsDone: rows, rowsGood: sound.size, rowsDouble: doubles, rowsWrong: wrong },
  )
}

const pointsOf = (fen: number): number => Math.floor(fen / FEN_A_POINT)

/** Every sound row is there once, with its points, and nothing else is. */
export async function mustBeTaken(db: Db, { id, membersAdded, pointsGiven }: Import, file: HistoryFile) {
  const { rows } = await sql<{ receipt: string; fen: number; points: number; entries: number }>`
    SELECT split_part(p.receipt_number, '#', 1) AS receipt, p.paid_fen::float8 AS fen, p.points::float8 AS points,
           (SELECT count(*)::int FROM points_transfers t
             WHERE t.member_id = p.member_id AND t.reference = 'purchase:' || p.id) AS entries
      FROM purchases p WHERE p.import_id = ${id}`.execute(db)
  assert.equal(rows.length, file.sound.size, 'no row is there twice')
  for (const { receipt, fen, points, entries } of rows) {
    assert.equal(fen, file.sound.get(receipt), `what was paid for ${receipt}`)
    assert.deepEqual([points, entries], [pointsOf(fen), pointsOf(fen) > 0 ? 1 : 0], `points of ${receipt}`)
  }
  assert.equal(membersAdded, file.customers, 'each customer is one member')
  assert.equal(
    pointsGiven,
    [...file.sound.values()].reduce((sum, fen) => sum + pointsOf(fen), 0),
  )
}

/** At any moment what an import says of itself is what is there. */
export async function mustAgree(db: Db, importId: string): Promise<void> {
  const { rows } = await sql<Record<string, number | string>>`
    SELECT i.state, rows_done, rows_good, rows_double, rows_wrong, points_given::float8,
           (SELECT count(*)::int FROM imported_rows r WHERE r.import_id = i.id) AS "rowsThere",
           (SELECT count(*)::int FROM purchases p WHERE p.import_id = i.id) AS "purchasesThere",
           (SELECT coalesce(sum(points), 0)::float8 FROM purchases p WHERE p.import_id = i.id) AS "pointsThere",
           (SELECT count(*)::int FROM imported_members m WHERE m.import_id = i.id) - members_added AS "membersOff",
           (SELECT count(*)::int FROM import_faults f WHERE f.import_id = i.id) AS "faultsThere"
      FROM imports i WHERE i.id = ${importId}`.execute(db)
  const [told = {}] = rows
  const isWritten = told['state'] === 'running' || told['state'] === 'finished'
  assert.deepEqual(
    [told['rowsThere'], told['purchasesThere'], told['pointsThere'], told['membersOff'], told['faultsThere']],
    [
      isWritten ? told['rows_good'] : 0,
      isWritten ? told['rows_good'] : 0,
      told['points_given'],
      0,
      Number(told['rows_double']) + Number(told['rows_wrong']),
    ],
    JSON.stringify(told),
  )
  assert.equal(
    told['rows_done'],
    Number(told['rows_good']) + Number(told['rows_double']) + Number(told['rows_wrong']),
  )
}
