import type { RefusalTable } from '../platform/refusal.ts'

/** What makes a whole file unreadable. */
const fileTroubles = {
  'file-empty': {
    status: 422,
    zh: '文件里没有任何行，请换一个文件。',
    en: 'The file has no rows. Choose another.',
  },
  'file-not-text': {
    status: 422,
    zh: '这不是 CSV 文本，也不是 XLSX。请在 Excel 里另存为 CSV UTF-8 或 XLSX。',
    en: 'This is neither CSV text nor XLSX. Save it in Excel as CSV UTF-8 or as XLSX.',
  },
  'file-encoding-mixed': {
    status: 422,
    zh: '文件里混有不同的编码，请在 Excel 里另存为 CSV UTF-8。',
    en: 'The file mixes encodings. Save it in Excel as CSV UTF-8.',
  },
  'file-old-excel': {
    status: 422,
    zh: '这是旧版 XLS，或是加了密码的文件。请在 Excel 里去掉密码，另存为 XLSX。',
    en: 'This is an old XLS file, or one with a password. Save it in Excel as XLSX without a password.',
  },
  'file-locked': {
    status: 422,
    zh: '文件有密码，请去掉密码再上传。',
    en: 'The file has a password. Save it without one.',
  },
  'file-broken': {
    status: 422,
    zh: '文件损坏，读不完整。请在 Excel 里打开并重新另存。',
    en: 'The file is damaged. Open it in Excel and save it anew.',
  },
  'file-no-sheet': {
    status: 422,
    zh: '这个文件里没有工作表，请另存为 XLSX 或 CSV。',
    en: 'The file has no worksheet. Save it as XLSX or CSV.',
  },
  'file-bomb': {
    status: 422,
    zh: '文件解压后大得不合理，未读取。请在 Excel 里只保留需要的列，重新另存。',
    en: 'The file unpacks to an unreasonable size and was not read. Keep only the columns that matter and save it anew.',
  },
  'file-too-wide': {
    status: 422,
    zh: '文件的列数超过 200，请只保留需要的列。',
    en: 'The file has more than 200 columns. Keep those that matter.',
  },
  'file-row-too-long': {
    status: 422,
    zh: '有一行太长，请检查引号和分隔符。',
    en: 'A row is too long. Check quotes and separators.',
  },
  'file-quote-open': {
    status: 422,
    zh: '有一个引号没有结束，请检查文件。',
    en: 'A quote is never closed. Check the file.',
  },
  'file-too-many-rows': {
    status: 422,
    zh: '文件超过一百万行，请分成几个文件。',
    en: 'The file has more than a million rows. Divide it.',
  },
} as const satisfies RefusalTable

export type FileTrouble = keyof typeof fileTroubles
export const FILE_TROUBLES = Object.keys(fileTroubles) as readonly FileTrouble[]

export const importRefusals = {
  ...fileTroubles,
  'import-unknown': {
    status: 404,
    zh: '没有这次导入，请从列表中选择。',
    en: 'There is no such import. Choose one from the list.',
  },
  'import-too-large': {
    status: 413,
    zh: '文件太大。请去掉不需要的列，或分成几个文件。',
    en: 'The file is too large. Remove columns that are not needed, or divide it.',
  },
  'import-moved-on': {
    status: 409,
    zh: '这次导入已进入别的步骤，请看页面上的最新情况。',
    en: 'This import has moved on. See where it stands now.',
  },
  'import-piece-wrong': {
    status: 409,
    zh: '文件的这一部分不是接下来的那一部分，请重新上传。',
    en: 'This part of the file is not the next one. Upload the file again.',
  },
  'import-incomplete': {
    status: 409,
    zh: '文件还没有传完，请继续上传。',
    en: 'The file has not arrived whole. Continue to upload it.',
  },
  'no-programme': {
    status: 409,
    zh: '还没有会员规则，请先建立。',
    en: 'There is no programme yet. Begin one first.',
  },
  'columns-missing': {
    status: 422,
    zh: '还缺少必要的列：会员需要编号或手机号；消费还需要日期和金额。',
    en: 'Columns are missing: members need a customer number or a phone, purchases a date and an amount too.',
  },
  'columns-twice': {
    status: 422,
    zh: '同一列被选作两项内容，请只选一次。',
    en: 'One column is meant to be two things. Choose it once.',
  },
  'counter-needed': {
    status: 422,
    zh: '请选择消费所在的专柜；没有专柜列的行都算在它名下。',
    en: 'Choose the counter to which purchases belong whose row names none.',
  },
  'nothing-to-import': {
    status: 409,
    zh: '没有可以导入的行，请按错误说明改正文件。',
    en: 'There is no row to import. Correct the file as the list of faults says.',
  },
  'import-built-upon': {
    status: 409,
    zh: '导入之后已有新的业务：积分被使用、会员来认领或领卡、有退货或级别变动。现在不能整体撤销，请个别更正。',
    en: 'Something was built upon it since: points were used, a member came, a card was given, a purchase returned or a level changed. It cannot be undone as a whole any more; correct single members.',
  },
  'import-file-gone': {
    status: 410,
    zh: '文件已删除，请重新上传。',
    en: 'The file was thrown away. Upload it again.',
  },
  'claim-tries-used-up': {
    status: 429,
    zh: '试过的客户编号太多，请十五分钟后再试。',
    en: 'Too many unknown customer numbers. Try again in fifteen minutes.',
  },
  'customer-unknown': {
    status: 404,
    zh: '没有这个会员编号，请核对旧系统里的编号。',
    en: 'There is no such customer number. Check it in the old books.',
  },
  'customer-claimed': {
    status: 409,
    zh: '这位会员已有手机号，请按手机号查找。',
    en: 'This customer has a phone already. Search by it.',
  },
  'phone-of-another-member': {
    status: 409,
    zh: '这个手机号已属于另一位会员，两位会员的历史不能合并。请用另一个手机号。',
    en: 'This phone belongs to another member, and two histories are not merged. Use another phone.',
  },
  'name-needed': {
    status: 422,
    zh: '导入的文件里没有姓名，请填写。',
    en: 'The imported file had no name. Fill it in.',
  },
} as const satisfies RefusalTable
