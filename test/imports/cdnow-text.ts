import { madeHistory } from '../bench/cdnow.ts'

/** Purchases as the CDNOW file has them: customer, date, items, dollars; columns by spaces, no headings. */
export const cdnowLines = (share: number, prefix = ''): string[] =>
  madeHistory(share).map(
    ({ customer, day, items, fen }) =>
      ` ${prefix}${String(customer).padStart(5, '0')} ${day.replaceAll('-', '')} ${String(items).padStart(2)} ${(fen / 100).toFixed(2).padStart(7)}`,
  )
