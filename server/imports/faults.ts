import type { Sentence } from '../platform/schema.ts'

/** What may be wrong with a row, and what to do about it. */
const FAULTS = {
  'customer-missing': {
    zh: '没有会员编号，也没有手机号。请至少填写一项。',
    en: 'There is neither a customer number nor a phone. Fill in one of them.',
  },
  'customer-too-long': {
    zh: '会员编号超过 80 个字符，请检查是否选错了列。',
    en: 'The customer number is longer than 80 characters. Check that this is the right column.',
  },
  'phone-invalid': {
    zh: '手机号不对，请核对 11 位数字；没有手机号的请留空并填写会员编号。',
    en: 'The phone is no mobile number of mainland China. Correct its 11 digits, or leave it empty and give a customer number.',
  },
  'two-members': {
    zh: '会员编号和手机号属于两位不同的会员，请核对其中一项。',
    en: 'Customer number and phone belong to two different members. Correct one of them.',
  },
  'name-invalid': {
    zh: '姓名超过 40 个字符或含有不可显示的字符，请缩短。',
    en: 'The name is longer than 40 characters or has signs that cannot be shown. Shorten it.',
  },
  'level-unknown': {
    zh: '规则里没有这个级别，请按规则中的级别名称填写。',
    en: 'The rules know no such level. Use the name of a level as the rules have it.',
  },
  'points-invalid': {
    zh: '积分应为不小于 0 的整数。',
    en: 'Points are a whole number from 0.',
  },
  'date-missing': { zh: '没有日期，请补上。', en: 'The date is missing. Fill it in.' },
  'date-invalid': {
    zh: '看不懂这个日期，请写成 2024-05-01，并核对年月日的顺序设置。',
    en: 'This is no date that can be read. Write it as 2024-05-01, and check the order of day and month that was chosen.',
  },
  'date-in-future': {
    zh: '日期在将来，请核对。',
    en: 'The date lies in the future. Correct it.',
  },
  'amount-missing': { zh: '没有金额，请补上。', en: 'The amount is missing. Fill it in.' },
  'amount-invalid': {
    zh: '看不懂这个金额，请写成 1234.50，小数最多两位。',
    en: 'This is no amount that can be read. Write it as 1234.50 with at most two digits behind the point.',
  },
  'amount-negative': {
    zh: '金额小于 0。退货不能单独导入，请从原来那笔消费里减去，再删除这一行。',
    en: 'The amount is below 0. A return is not imported by itself: take it off its purchase and remove this row.',
  },
  'amount-too-large': {
    zh: '金额太大，请核对金额和币值设置。',
    en: 'The amount is too large. Check it, and what one unit is worth.',
  },
  'items-invalid': { zh: '件数应为 1 到 999 的整数。', en: 'Items are a whole number from 1 to 999.' },
  'receipt-too-long': {
    zh: '小票号超过 40 个字符，请检查是否选错了列。',
    en: 'The receipt number is longer than 40 characters. Check that this is the right column.',
  },
  'counter-unknown': {
    zh: '没有这个名称的专柜，请先在“会员规则”里添加，或改正名称。',
    en: 'There is no counter of this name. Add it under Programme first, or correct the name.',
  },
  'cell-error': {
    zh: '单元格显示错误（如 #N/A），请在 Excel 里改正。',
    en: 'The cell shows an error such as #N/A. Correct it in Excel.',
  },
  'formula-without-result': {
    zh: '单元格是没有结果的公式，请在 Excel 里复制并“粘贴为数值”。',
    en: 'The cell is a formula without a result. Copy it in Excel and paste it as values.',
  },
  'double-in-file': {
    zh: '这一行在文件里已出现过，只算一次。',
    en: 'This row stood in the file before; it counts once.',
  },
  'double-before': {
    zh: '这一行以前已经导入，不再重复。',
    en: 'This row was imported before; it is not taken again.',
  },
} as const satisfies Record<string, Sentence>

export type FaultCode = keyof typeof FAULTS

const isFault = (code: string): code is FaultCode => Object.hasOwn(FAULTS, code)

/** The words of a fault that was written down. */
export const faultWords = (code: string): Sentence => (isFault(code) ? FAULTS[code] : { zh: code, en: code })

export const isDouble = (code: string): boolean => code === 'double-in-file' || code === 'double-before'
