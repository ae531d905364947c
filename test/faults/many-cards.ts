import assert from 'node:assert/strict'
import { buildCardPdf, runCardPdf } from '../bench/card-pdf-run.ts'
import type { Proof } from './ground/proof.ts'

/** What a PDF of cards may take, however many they are and by however many of two threads. */
const MOST_MB = 200
const MOST_BYTES_A_CARD = 3_400

/** A hundred thousand two-sided cards become one PDF in the memory that ten thousand take, by one thread and by two. */
export const manyCards: Proof<{ cards: number }> = {
  name: 'many-cards',
  small: { cards: 1_000 },
  full: { cards: 100_000 },
  async run(_ground, { cards }) {
    await buildCardPdf()
    const one = await printed(cards, 0)
    const two = await printed(cards, 2)
    return { ...one, ...Object.fromEntries(Object.entries(two).map(([name, at]) => [`${name}OfTwo`, at])) }
  },
}

async function printed(cards: number, threads: number): Promise<Record<string, number>> {
  const { rssMb, ...figures } = await runCardPdf({ cards, threads })
  assert(figures.mostRssMb <= MOST_MB, `${figures.mostRssMb} MB with ${threads} threads`)
  assert(figures.bytesACard <= MOST_BYTES_A_CARD, `${figures.bytesACard} bytes a card`)
  const curve = Object.fromEntries(rssMb.map((mb, i) => [`rssMbAt${(i + 1) * 10}Percent`, mb]))
  return { ...figures, ...curve }
}
