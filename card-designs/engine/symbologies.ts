import type { Symbology } from './design-elements.ts'

interface SymbologyRule {
  /** Light modules on every side, as the symbology's standard asks. */
  quiet: number
  /** Bars of one row, as tall as their box; else a matrix of square modules. */
  linear: boolean
  /** Content that a reader gives back as it was. */
  content?: RegExp
}

const PRINTABLE = /^[\x20-\x7e]+$/
const GS1 = /^(\(\d{2,4}\)[\x21-\x27\x2a-\x7e ]+)+$/

export const symbologyRules: Readonly<Record<Symbology, SymbologyRule>> = {
  /** ISO/IEC 18004 §9.1. */
  qrcode: { quiet: 4, linear: false },
  gs1qrcode: { quiet: 4, linear: false, content: GS1 },
  /** ISO/IEC 18004 §9.1: two for Micro QR. */
  microqrcode: { quiet: 2, linear: false },
  /** ISO/IEC 16022 §7.4. */
  datamatrix: { quiet: 1, linear: false },
  gs1datamatrix: { quiet: 1, linear: false, content: GS1 },
  /** ISO/IEC 15438 §5.8.3. */
  pdf417: { quiet: 2, linear: false },
  /** ISO/IEC 24778 asks for none; one module keeps it off what is printed beside it. */
  azteccode: { quiet: 1, linear: false },
  /** ISO/IEC 15417 §4.5; it has no say about other characters than ASCII. */
  code128: { quiet: 10, linear: true, content: PRINTABLE },
  'gs1-128': { quiet: 10, linear: true, content: GS1 },
  /** GS1 General Specifications §5.2.3.5: eleven to the left and seven to the right; EAN-8 seven. */
  ean13: { quiet: 11, linear: true, content: /^\d{12,13}$/ },
  ean8: { quiet: 7, linear: true, content: /^\d{7,8}$/ },
  /** ISO/IEC 16390 §4.3; an odd number of digits would get a nought that nobody wrote. */
  interleaved2of5: { quiet: 10, linear: true, content: /^(\d\d)+$/ },
}
