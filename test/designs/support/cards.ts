import { createHash } from 'node:crypto'
import type { CardData } from '../../../card-designs/engine/card-data.ts'
import { goldDesign } from '../../../card-designs/templates/gold/design.ts'
import type { Design, DesignElement } from '../../../card-designs/engine/design.ts'
import type { PressProfile } from '../../../card-designs/engine/pdf-kit.ts'
import { renderCardsPdf } from '../../../card-designs/engine/cards-pdf.ts'

/** Made-up cards, the same in every run; the QR text is as long as a signed one. */
export function sampleCards(count: number): CardData[] {
  return Array.from({ length: count }, (_, i) => {
    const noise = createHash('sha512').update(`card ${i}`).digest()
    const cardNumber = `9156${noise.readBigUInt64BE().toString().padStart(12, '0').slice(0, 12)}`
    const securityCode = noise.toString('hex').slice(0, 6).toUpperCase()
    const qr = `https://vip.example/c/${cardNumber}?k=1&s=${noise.toString('base64url')}`
    return { cardNumber, qr, securityCode }
  })
}

/** The same with all that the designs of the product show of a member or of staff. */
export const personalCards = (count: number): CardData[] =>
  sampleCards(count).map((card) => ({
    ...card,
    memberName: '林晓雯',
    jobTitle: '高级化妆品顾问',
    department: '一楼 · 国际化妆品',
    staffNumber: 'A10386',
    faceValue: '100000',
  }))

export const [personalCard] = personalCards(1) as [CardData]

/** A plain design with just these parts on its front. */
export const designWith = (...elements: DesignElement[]): Design => ({
  ...goldDesign,
  id: 'probe',
  front: { zones: [], elements },
  back: { zones: [], elements: [] },
})

export async function cardsPdf(design: Design, cards: CardData[], press?: PressProfile): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const options = { createdAt: new Date(0), press }
  for await (const chunk of renderCardsPdf(design, cards, options)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
