import type { DocumentBlock, DocumentPdf } from '../../card-designs/engine/document.ts'
import type { ReceiptLine } from '../../hardware/ports.ts'
import { AppError } from '../platform/errors.ts'

/** A receipt for a printer that sets its own type; throws at a block that only a page can show. */
export const receiptLines = ({ title, subtitle, blocks, footer }: DocumentPdf): ReceiptLine[] => [
  { kind: 'text', text: title, align: 'centre', isLarge: true, isStrong: true },
  ...(subtitle === undefined ? [] : [centred(subtitle)]),
  { kind: 'rule' },
  ...blocks.flatMap(linesOf),
  ...(footer === undefined ? [] : [centred(footer)]),
]

const centred = (text: string): ReceiptLine => ({ kind: 'text', text, align: 'centre' })

function linesOf(block: DocumentBlock): ReceiptLine[] {
  switch (block.kind) {
    case 'heading':
      return [{ kind: 'text', text: block.text, isStrong: true }]
    case 'paragraph':
      return [{ kind: 'text', text: block.text, isStrong: block.tone === 'strong' }]
    case 'key-values':
      return block.rows.map(({ key, value }) => ({ kind: 'pair', left: key, right: value }))
    case 'qrcode':
      return [
        { kind: 'qr', content: block.content },
        ...(block.caption === undefined ? [] : [centred(block.caption)]),
      ]
    case 'rule':
      return [{ kind: 'rule' }]
    case 'table':
    case 'signatures':
    case 'fields':
    case 'bars':
    case 'card':
    case 'glue':
    case 'columns':
    case 'page-break':
      throw new AppError('receipt-block-unknown', `No receipt has a block of the kind ${block.kind}.`)
  }
}
