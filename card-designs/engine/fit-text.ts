import LineBreaker from 'linebreak'
import type { TextElement } from './design.ts'
import { DesignError } from './design-error.ts'
import type { FontBook } from './font-book.ts'
import type { ShapedGlyph } from './shaped-glyph.ts'
import { shapeText, widthOf, type Shaping } from './text.ts'

export interface FittedText {
  sizeUm: number
  lines: ShapedGlyph[][]
}

/** Makes a text fit its element's width in the way the element says; throws `text-too-long` where it cannot. */
export function fitText(fonts: FontBook, element: TextElement, text: string): FittedText {
  const { fit, face, sizeUm, widthUm, id } = element
  const shaping: Shaping = {
    fonts,
    face,
    element: id,
    kerning: element.kerning,
    vertical: element.writing === 'vertical',
  }
  if (fit.kind === 'wrap') {
    const lines = wrapText({ ...shaping, text, sizeUm, widthUm, trackingUm: element.trackingUm ?? 0 })
    if (lines.length > fit.maxLines) throw tooLong(id, `needs ${lines.length} lines of ${fit.maxLines}`)
    return { sizeUm, lines }
  }
  const glyphs = shapeText(shaping, text)
  const width = widthOf(glyphs, sizeUm, element.trackingUm)
  if (width <= widthUm) return { sizeUm, lines: [glyphs] }
  switch (fit.kind) {
    case 'fixed':
      throw tooLong(id, `is ${Math.ceil(width)} µm wide where ${widthUm} µm are free`)
    case 'shrink':
      return { sizeUm: shrunkSize(element, glyphs, fit.minSizeUm), lines: [glyphs] }
    case 'ellipsis':
      return { sizeUm, lines: [shorten(shaping, element, glyphs)] }
  }
}

function shrunkSize(element: TextElement, glyphs: ShapedGlyph[], minSizeUm: number): number {
  const tracking = (element.trackingUm ?? 0) * (glyphs.length - 1)
  const size = Math.floor((element.widthUm - tracking) / widthOf(glyphs, 1))
  if (size < minSizeUm)
    throw tooLong(element.id, `would need a type size of ${size} µm, below ${minSizeUm} µm`)
  return size
}

function shorten(shaping: Shaping, element: TextElement, glyphs: ShapedGlyph[]): ShapedGlyph[] {
  const mark = shapeText(shaping, '…')
  for (let kept = glyphs.length - 1; kept > 0; kept--) {
    const short = [...glyphs.slice(0, kept), ...mark]
    if (widthOf(short, element.sizeUm, element.trackingUm) <= element.widthUm) return short
  }
  throw tooLong(element.id, 'leaves no room for a single character')
}

const tooLong = (element: string | undefined, how: string) =>
  new DesignError('text-too-long', `The text ${how}.`, element)

interface Wrapping extends Shaping {
  text: string
  sizeUm: number
  widthUm: number
  trackingUm?: number
}

/**
 * Breaks a text into lines where UAX #14 lets it, and inside a word only when the word alone is too wide. Throws
 * `text-too-long` where a single character is.
 */
export function wrapText({ text, sizeUm, widthUm, trackingUm = 0, ...shaping }: Wrapping): ShapedGlyph[][] {
  const shape = (line: string) => shapeText(shaping, line.trimEnd())
  const fits = (line: string) => widthOf(shape(line), sizeUm, trackingUm) <= widthUm
  const lines: string[] = []
  let line = ''
  for (const { chunk, required } of chunksOf(text)) {
    if (line !== '' && !fits(line + chunk)) {
      lines.push(line)
      line = ''
    }
    line += chunk
    while (!fits(line)) {
      const kept = longestPrefix(line, fits)
      if (kept === '' || !fits(kept)) throw tooLong(shaping.element, 'leaves no room for a single character')
      lines.push(kept)
      line = line.slice(kept.length)
    }
    if (required) {
      lines.push(line)
      line = ''
    }
  }
  if (line !== '') lines.push(line)
  return lines.map(shape)
}

function* chunksOf(text: string): Generator<{ chunk: string; required: boolean }> {
  const breaker = new LineBreaker(text)
  let start = 0
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    yield {
      chunk: text.slice(start, next.position).replace(/[\r\n]+$/, ''),
      required: next.required && next.position < text.length,
    }
    start = next.position
  }
}

function longestPrefix(line: string, fits: (text: string) => boolean): string {
  const characters = Array.from(line)
  let count = characters.length - 1
  while (count > 1 && !fits(characters.slice(0, count).join(''))) count--
  return characters.slice(0, count).join('')
}
