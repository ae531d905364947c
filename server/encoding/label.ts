import type { DocumentPdf } from '../../card-designs/engine/document.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findBoxToLabel, findCardToLabel } from './queries.ts'

export type LabelLanguage = DocumentPdf['language']

const words = {
  'zh-CN': {
    card: '会员卡',
    box: '卡盒',
    batch: '批次',
    position: '序号',
    cards: '张数',
    since: '自',
    states: {
      numbered: '未写',
      encoding: '未写完：放回读写器即可接着写',
      encoded: '已写好',
      active: '会员使用中',
      suspended: '已停用',
      lost: '已挂失',
      replaced: '已换新',
      expired: '已过期',
      spoiled: '已作废：剪断',
      destroyed: '已销毁',
    },
  },
  en: {
    card: 'Card',
    box: 'Box of cards',
    batch: 'Batch',
    position: 'No.',
    cards: 'Cards',
    since: 'Since',
    states: {
      numbered: 'Not encoded',
      encoding: 'Half encoded: put it back on the reader to finish it',
      encoded: 'Encoded',
      active: 'With its member',
      suspended: 'Suspended',
      lost: 'Lost',
      replaced: 'Replaced',
      expired: 'Expired',
      spoiled: 'Spoiled: cut it in two',
      destroyed: 'Destroyed',
    },
  },
} as const

/** A label for a card that lies aside, 80 mm wide: number, code and what it is. Refuses with `card-unknown`. */
export async function cardLabel(
  db: Db,
  { cardNumber, language }: { cardNumber: string; language: LabelLanguage },
): Promise<Result<Uint8Array, 'card-unknown'>> {
  const card = await findCardToLabel(db, cardNumber)
  if (!card) return refuse('card-unknown')
  const text = words[language]
  return accept(
    await print(card.stateSince, {
      format: 'receipt',
      language,
      title: cardNumber.replace(/(.{4})(?=.)/g, '$1 '),
      subtitle: text.card,
      blocks: [
        { kind: 'paragraph', tone: 'strong', text: text.states[card.state] },
        {
          kind: 'key-values',
          rows: [
            { key: text.batch, value: card.batchCode },
            { key: text.position, value: String(card.position) },
            { key: text.since, value: timeIn(language, card.stateSince) },
          ],
        },
        { kind: 'qrcode', content: cardNumber },
      ],
    }),
  )
}

/** A label for a sealed box, 80 mm wide: its code and what is in it. Refuses with `box-unknown`. */
export async function boxLabel(
  db: Db,
  { boxId, language }: { boxId: string; language: LabelLanguage },
): Promise<Result<Uint8Array, 'box-unknown'>> {
  const box = await findBoxToLabel(db, boxId)
  if (!box) return refuse('box-unknown')
  const text = words[language]
  return accept(
    await print(box.sealedAt, {
      format: 'receipt',
      language,
      title: box.code,
      subtitle: text.box,
      blocks: [
        {
          kind: 'key-values',
          rows: [
            { key: text.batch, value: box.batchCode },
            { key: text.position, value: `${box.firstPosition}–${box.lastPosition}` },
            { key: text.cards, value: String(box.quantity) },
            { key: text.since, value: timeIn(language, box.sealedAt) },
          ],
        },
        { kind: 'qrcode', content: box.code },
      ],
    }),
  )
}

async function print(createdAt: Date, label: DocumentPdf): Promise<Uint8Array> {
  const { renderDocumentPdf } = await import('../../card-designs/engine/document-pdf.ts')
  return renderDocumentPdf(label, { createdAt })
}

const timeIn = (language: LabelLanguage, moment: Date): string =>
  new Intl.DateTimeFormat(language, {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  }).format(moment)
