import { normalisePhone } from '../members/index.ts'
import { plain, readMoment } from './cells.ts'
import { FIELDS, type DateOrder, type Field, type ImportKind, type ImportOptions } from './schema.ts'
import type { SourceRow } from './unreadable.ts'

/** Words by which headings name a field, in both languages; what is longer is looked for first. */
const WORDS: Record<Field, readonly string[]> = {
  customer: [
    '会员号',
    '会员编号',
    '会员id',
    '客户号',
    '客户编号',
    '顾客',
    '卡号',
    'customer',
    'member id',
    'member no',
    'client',
    'card no',
  ],
  phone: ['手机号', '手机', '电话', '联系方式', 'phone', 'mobile', 'cell', 'tel'],
  name: ['会员姓名', '姓名', '名字', '称呼', 'name'],
  level: ['会员等级', '等级', '级别', '卡种', 'level', 'tier', 'grade'],
  points: ['剩余积分', '积分余额', '积分', 'points', 'balance'],
  date: ['消费日期', '交易日期', '交易时间', '消费时间', '日期', '时间', 'date', 'time', 'sold at'],
  amount: [
    '实付金额',
    '消费金额',
    '交易金额',
    '金额',
    '实付',
    'amount',
    'paid',
    'total',
    'dollar',
    'sales',
    'value',
  ],
  receipt: [
    '小票号',
    '小票',
    '单号',
    '订单号',
    '流水号',
    'receipt',
    'order',
    'invoice',
    'ticket',
    'transaction',
  ],
  items: ['商品件数', '件数', '数量', 'items', 'quantity', 'qty', 'pieces', 'number of'],
  counter: ['专柜', '柜台', '门店', '店铺', 'counter', 'shop', 'store', 'department'],
}

/** What a file seems to say: columns by their headings, where it has any, else by what stands in them. */
export function guessOptions(kind: ImportKind, head: readonly SourceRow[]): ImportOptions {
  const [first] = head
  const named = first ? columnsByHeading(kind, first.cells) : {}
  const hasHeadings =
    Object.keys(named).length > 1 || (first !== undefined && !first.cells.some((cell) => /\d/.test(cell)))
  const rows = hasHeadings ? head.slice(1) : head
  const columns = hasHeadings ? named : columnsByContent(kind, rows)
  return {
    hasHeadings,
    columns,
    dateOrder: columns.date === undefined ? 'ymd' : orderOf(valuesOf(rows, columns.date)),
    fenPerUnit: 100,
    purchasePoints: 'none',
    counterId: null,
  }
}

type Columns = ImportOptions['columns']

function columnsByHeading(kind: ImportKind, headings: readonly string[]): Columns {
  const columns: Columns = {}
  const taken = new Set<number>()
  const words = FIELDS[kind]
    .flatMap((field) => WORDS[field].map((word) => ({ field, word })))
    .toSorted((a, b) => b.word.length - a.word.length)
  for (const { field, word } of words) {
    if (columns[field] !== undefined) continue
    const column = headings.findIndex((heading, index) => !taken.has(index) && saysWord(heading, word))
    if (column < 0) continue
    columns[field] = column
    taken.add(column)
  }
  return columns
}

function saysWord(heading: string, word: string): boolean {
  const text = plain(heading).toLowerCase().replaceAll(/[_-]/g, ' ')
  return /[a-z]/.test(word) ? new RegExp(`(^|[^a-z])${word}([^a-z]|$)`).test(text) : text.includes(word)
}

const valuesOf = (rows: readonly SourceRow[], column: number): string[] =>
  rows.map(({ cells }) => cells[column] ?? '').filter((cell) => cell !== '')

/** The shape of a table without headings: who, when, and the last number with a point is what was paid (CDNOW's form). */
function columnsByContent(kind: ImportKind, rows: readonly SourceRow[]): Columns {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length))
  const all = Array.from({ length: width }, (_, column) => ({
    column,
    values: valuesOf(rows, column),
  })).filter(({ values }) => values.length > 0)
  const columns: Columns = {}
  const take = (field: Field, isLike: (value: string) => boolean, from = all) => {
    const used = Object.values(columns)
    const found = from.find(({ column, values }) => !used.includes(column) && values.every(isLike))
    if (found) columns[field] = found.column
  }
  take('phone', (value) => normalisePhone(value).ok)
  if (kind === 'purchases') {
    take('date', (value) => readMoment(value, { dateOrder: 'ymd', isFrom1904: false }) !== 'date-invalid')
    take('amount', (value) => /^\D{0,3}[\d,]+\.\d{1,2}$/.test(plain(value)), all.toReversed())
  }
  if (columns.phone === undefined) take('customer', (value) => /^[\w-]{1,40}$/.test(value))
  if (kind === 'purchases') take('items', (value) => /^[1-9]\d{0,2}$/.test(value))
  return columns
}

/** Which way round days stand: a part that is more than twelve is no month. */
function orderOf(values: readonly string[]): DateOrder {
  const parts = values.map((value) => /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}/.exec(plain(value)))
  if (parts.every((found) => found === null)) return 'ymd'
  return parts.some((found) => Number(found?.[2]) > 12) ? 'mdy' : 'dmy'
}
