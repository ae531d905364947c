import type { CardData } from '../../card-designs/engine/card-data.ts'

/** What every way draws where, in millimetres from the bleed's corner; type sizes in points. */
export const CARD = { width: 89.6, height: 57.98 } as const
export const fields = [
  { x: 7, y: 14, size: 12, text: () => '锦城百货' },
  { x: 7, y: 34, size: 14, text: () => '贵宾金卡' },
  { x: 7, y: 41, size: 8, text: ({ memberName = '' }: CardData) => memberName },
  { x: 7, y: 47, size: 7, text: ({ validThrough = '' }: CardData) => validThrough },
  { x: 7, y: 53, size: 11, text: ({ cardNumber }: CardData) => cardNumber },
] as const
export const places = { qr: { x: 62, y: 20, size: 22 }, bars: { x: 7, y: 45, width: 40, height: 6 } } as const
