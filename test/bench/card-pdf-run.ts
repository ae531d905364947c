import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'rolldown'
import type * as Engine from '../../card-designs/engine/cards-pdf.ts'

const root = join(import.meta.dirname, '../..')
const dir = join(root, 'test/output/bench')
const here = (path: string) => join(root, path)

export interface CardPdfRun {
  perSecond: number
  /** by processor time of all threads, the making of machine code included */
  perCoreSecond: number
  bytesACard: number
  mostRssMb: number
  /** at each tenth of the way */
  rssMb: number[]
}

/** Builds the engine as the server has it, and answers with it. */
export async function buildCardPdf(): Promise<typeof Engine> {
  await build({
    input: {
      'cli/engine': here('card-designs/engine/cards-pdf.ts'),
      'cli/card-pdf-child': here('test/bench/card-pdf-child.ts'),
      'cards-pdf-worker': here('card-designs/engine/cards-pdf-worker.ts'),
    },
    platform: 'node',
    external: [/^(bwip-js|fontkit|pdfkit)(\/|$)/],
    output: { dir, cleanDir: true, format: 'esm', chunkFileNames: 'parts/[name]-[hash].js' },
  })
  return (await import(join(dir, 'cli/engine.js'))) as typeof Engine
}

/**
 * Where memory is plenty, Node sweeps late: megabytes of its heap, for what is new and for what has stayed. What is said
 * here overrules what threads are given, and each of them has such a nursery of its own.
 */
const tidy = (threads: number) => [
  `--max-semi-space-size=${threads === 0 ? 16 : 2}`,
  '--max-old-space-size=128',
]

/** Prints so many cards in a process of its own; with no threads in its only one. */
export async function runCardPdf({
  cards,
  threads,
}: {
  cards: number
  threads: number
}): Promise<CardPdfRun> {
  const program = join(dir, 'cli/card-pdf-child.js')
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...tidy(threads),
    program,
    String(cards),
    String(threads),
  ])
  return JSON.parse(stdout) as CardPdfRun
}
