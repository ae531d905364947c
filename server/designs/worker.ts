import { parentPort } from 'node:worker_threads'
import { DesignError } from '../../card-designs/engine/design-error.ts'
import { parseDesign } from '../../card-designs/engine/design.ts'
import { paintCardSvg } from '../../card-designs/engine/card-svg.ts'
import { checkDesign } from '../../card-designs/engine/checker.ts'
import type { DesignFault } from '../../card-designs/engine/design-fault.ts'
import { renderProofPdf } from '../../card-designs/engine/sheets-pdf.ts'
import { loadFonts } from '../../card-designs/fonts/load-fonts.ts'
import { assert } from '../platform/errors.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Fault } from './schema.ts'
import type { Task } from './studio.ts'
import { readArtwork } from './svg-artwork.ts'
import { SvgError } from './svg-tree.ts'
import { ownThread } from './thread-time.ts'

/** A browser shows no larger picture of a card quickly, whatever fits in memory. */
const LONGEST_SVG = 64_000_000

async function perform(task: Task): Promise<Result<unknown>> {
  switch (task.kind) {
    case 'parse':
      return parse(task.text)
    case 'paint':
      return paint(task)
    case 'proof':
      return proof(task)
    case 'check':
      return accept(checkDesign(task.design, loadFonts()).map(asFault))
    case 'artwork':
      return artwork(task.svg)
  }
}

function parse(text: string): Result<unknown> {
  try {
    return accept(parseDesign(JSON.parse(text)))
  } catch (error) {
    if (!(error instanceof DesignError)) throw error
    const [, place = '/', problem = error.message] = /valid at (\S*): (.*)$/.exec(error.message) ?? []
    return refuse('design-invalid', { place: error.element ?? place, problem })
  }
}

function paint({ design, side, data }: Extract<Task, { kind: 'paint' }>): Result<unknown> {
  try {
    const svg = paintCardSvg(design, side, data)
    return svg.length > LONGEST_SVG ? refuse('design-too-heavy') : accept(svg)
  } catch (error) {
    return refuseUnpaintable(error)
  }
}

async function proof({ design, data }: Extract<Task, { kind: 'proof' }>): Promise<Result<unknown>> {
  try {
    return accept(await renderProofPdf(design, data))
  } catch (error) {
    return refuseUnpaintable(error)
  }
}

function refuseUnpaintable(error: unknown): Result<never, 'design-unpaintable'> {
  if (!(error instanceof DesignError)) throw error
  return refuse('design-unpaintable', { fault: error.code, element: error.element ?? '' })
}

const asFault = ({ rect, ...fault }: DesignFault): Fault => ({
  ...fault,
  params: { ...fault.params },
  box: rect,
})

function artwork(svg: string): Result<unknown> {
  try {
    const read = readArtwork(svg)
    return read.shapes.length === 0 ? refuse('artwork-empty') : accept(read)
  } catch (error) {
    if (!(error instanceof SvgError)) throw error
    return refuse(`artwork-${error.reason}`, { problem: error.message })
  }
}

const port = parentPort
assert(port, 'this runs as a thread of the server')
port.on('message', (task: Task) => {
  // A fault of ours ends the thread, and who asked hears of it.
  void perform(task).then((answer) => port.postMessage(answer))
})
port.postMessage(ownThread())
