/**
 * `card-pdf-child <cards> <threads>`: prints cards as one PDF in a process of its own and tells how; with no threads in
 * the process itself.
 */
import { readFileSync } from 'node:fs'
import { cpuUsage, memoryUsage } from 'node:process'
import type { CardData } from '../../card-designs/engine/card-data.ts'
import { renderCardsPdfInThreads } from '../../card-designs/engine/cards-pdf-threads.ts'
import { renderCardsPdf } from '../../card-designs/engine/cards-pdf.ts'
import { benchCard, benchDesign } from './card-pdf-job.ts'

const [many = 0, threads = 0] = process.argv.slice(2).map(Number)

let read = 0
const rssMb: number[] = []
/** A tenth of the way between two looks at memory. */
function* cards(): Generator<CardData> {
  for (; read < many; read++) {
    if (read > 0 && read % (many / 10) === 0) rssMb.push(Math.round(memoryUsage.rss() / 1e6))
    yield benchCard(read)
  }
  rssMb.push(Math.round(memoryUsage.rss() / 1e6))
}

const begun = performance.now()
const cpu = cpuUsage()
let bytes = 0
const pieces =
  threads === 0
    ? renderCardsPdf(benchDesign, cards())
    : renderCardsPdfInThreads(benchDesign, cards(), { threads })
for await (const piece of pieces) bytes += piece.length
const seconds = (performance.now() - begun) / 1_000
const { user, system } = cpuUsage(cpu)

/** Linux's own mark; that of `resourceUsage` is inherited from whoever started the process. */
function mostMemory(): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
  return Math.round((Number(kilobytes) * 1_024) / 1e6)
}

console.log(
  JSON.stringify({
    perSecond: Math.round(many / seconds),
    perCoreSecond: Math.round((many * 1e6) / (user + system)),
    bytesACard: Math.round(bytes / many),
    mostRssMb: mostMemory(),
    rssMb,
  }),
)
