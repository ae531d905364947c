import { csv } from '../platform/csv.ts'
import type { Db } from '../platform/database.ts'
import { listConflicts } from './office-queries.ts'

const MOST_ROWS = 100_000

const headings = {
  'zh-CN': [
    '发生时间',
    '收到时间',
    '展位',
    '平板',
    '序号',
    '人员',
    '代码',
    '说明',
    '处理',
    '待办',
    '完成时间',
    '完成人',
    '编号',
  ],
  en: [
    'happened at',
    'noted at',
    'booth',
    'tablet',
    'entry',
    'promoter',
    'code',
    'what happened',
    'action',
    'left to do',
    'done at',
    'done by',
    'enrolment',
  ],
} as const

/** The whole report as a spreadsheet reads it; ids and codes, nobody's name but the staff's. */
export async function writeReport(db: Db, driveId: string, language: keyof typeof headings): Promise<string> {
  const { conflicts } = await listConflicts(db, driveId, MOST_ROWS)
  const rows = conflicts.map((one) => [
    one.happenedAt,
    one.notedAt,
    one.boothName,
    one.tabletName,
    one.entryNumber === null ? '' : String(one.entryNumber),
    one.promoter?.displayName ?? '',
    one.kind,
    language === 'en' ? one.words.en : one.words.zh,
    one.action,
    one.todo ?? '',
    one.doneAt ?? '',
    one.doneBy?.displayName ?? '',
    one.entryId ?? '',
  ])
  return csv([headings[language], ...rows])
}
