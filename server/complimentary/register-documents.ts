import { dayOf, ZONE } from '../platform/clock.ts'
import { csv } from '../platform/csv.ts'
import type { RegisterEntry } from './schema.ts'

type Language = 'zh-CN' | 'en'

const zh = {
  title: '赠卡登记册',
  subtitle: (day: string, count: number) => `截至 ${day}，共 ${count} 笔`,
  columns: [
    '编号',
    '申请时间',
    '领卡人',
    '单位',
    '理由',
    '价值（元）',
    '公职人员',
    '状态',
    '申请人',
    '审批人',
    '审批时间',
    '意见',
    '卡号',
    '发卡人',
    '发卡时间',
  ],
  printed: ['申请时间', '领卡人与单位', '理由', '价值（元）', '状态', '申请／审批／发卡'],
  yes: '是',
  no: '否',
  erased: '（已删除）',
  states: { requested: '待审批', approved: '已批准', rejected: '未批准', 'handed-over': '已发卡' },
  footer: '内部合规文件，含个人信息，请妥善保管。',
}
const en: typeof zh = {
  title: 'Register of complimentary cards',
  subtitle: (day, count) => `As of ${day}: ${count}`,
  columns: [
    'Id',
    'Requested',
    'Recipient',
    'Organisation',
    'Reason',
    'Value (yuan)',
    'Public official',
    'State',
    'Requested by',
    'Decided by',
    'Decided',
    'Note',
    'Card number',
    'Handed over by',
    'Handed over',
  ],
  printed: ['Requested', 'Recipient', 'Reason', 'Value (yuan)', 'State', 'Asked / decided / given by'],
  yes: 'yes',
  no: 'no',
  erased: '(erased)',
  states: { requested: 'waiting', approved: 'approved', rejected: 'rejected', 'handed-over': 'handed over' },
  footer: 'Internal, for compliance; holds personal data: keep it safe.',
}
const wordingIn = (language: Language) => (language === 'en' ? en : zh)

const yuan = (fen: number): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
const timeOf = (moment: string | undefined): string =>
  moment === undefined
    ? ''
    : new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: ZONE }).format(
        new Date(moment),
      )

/** For a spreadsheet, one line a request; times in Asia/Shanghai. */
export function registerCsv(entries: readonly RegisterEntry[], language: Language): string {
  const text = wordingIn(language)
  const rows = entries.map((entry) => [
    entry.requestId,
    timeOf(entry.requested.at),
    entry.recipientName ?? text.erased,
    entry.organisation,
    entry.reason,
    yuan(entry.valueFen),
    entry.isPublicOfficial ? text.yes : text.no,
    text.states[entry.state],
    entry.requested.by,
    entry.decided?.by ?? '',
    timeOf(entry.decided?.at),
    entry.decided?.note ?? '',
    entry.handedOver?.cardNumber ?? '',
    entry.handedOver?.by ?? '',
    timeOf(entry.handedOver?.at),
  ])
  return csv([text.columns, ...rows])
}

/** For paper, A4. */
export async function registerPdf(
  entries: readonly RegisterEntry[],
  { language, now }: { language: Language; now: Date },
): Promise<Uint8Array> {
  const text = wordingIn(language)
  const { renderDocumentPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const [requested = '', recipient = '', reason = '', value = '', state = '', people = ''] = text.printed
  return renderDocumentPdf(
    {
      format: 'a4',
      language,
      title: text.title,
      subtitle: text.subtitle(dayOf(now), entries.length),
      footer: text.footer,
      blocks: [
        {
          kind: 'table',
          columns: [
            { title: requested, weight: 3 },
            { title: recipient, weight: 4 },
            { title: reason, weight: 4 },
            { title: value, weight: 2, align: 'right' },
            { title: state, weight: 2 },
            { title: people, weight: 4 },
          ],
          rows: entries.map((entry) => [
            timeOf(entry.requested.at),
            `${entry.recipientName ?? text.erased} · ${entry.organisation}`,
            entry.reason,
            yuan(entry.valueFen),
            text.states[entry.state],
            [entry.requested.by, entry.decided?.by, entry.handedOver?.by].filter(Boolean).join(' / '),
          ]),
        },
      ],
    },
    { createdAt: now },
  )
}
