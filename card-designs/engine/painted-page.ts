import type { Face } from '../fonts/faces.ts'
import type { Asset, Gradient, Spot } from './design.ts'
import type { Matrix } from './display-list.ts'

/** A page whose content is written, so that it can be handed from thread to thread. */
export interface PaintedPage {
  /** Its boxes in PDF's words. */
  boxes: string
  /** The content stream: as a string of single bytes, or deflated. */
  content: string | Uint8Array
}

/** What pages name: the same thing has the same name in every thread. */
export type PdfResource =
  | { kind: 'form'; name: string; content: string }
  | { kind: 'image'; name: string; asset: Asset }
  | { kind: 'pattern'; name: string; paint: Gradient; matrix: Matrix }
  | { kind: 'ink'; name: string; ink: Spot['ink'] }
  | { kind: 'state'; name: string; state: GraphicsState }

export interface GraphicsState {
  opacity: number
  /** Leaves what lies under an ink of its own plate as it is, ISO 32000-1 §8.6.7. */
  overprint: boolean
}

/** A glyph of a typeface and the code by which pages show it. */
export interface CodedGlyph {
  face: Face
  id: number
  code: number
  codePoints: readonly number[]
}

/** Pages with all that they name and that was not handed over before. */
export interface PaintedPages {
  pages: PaintedPage[]
  resources: PdfResource[]
  glyphs: CodedGlyph[]
}
