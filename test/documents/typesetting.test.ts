import { expect, test } from 'vitest'
import { shapeRuns, shapeText } from '../../card-designs/engine/text.ts'
import { faceNames } from '../../card-designs/fonts/faces.ts'
import { loadFonts } from '../../card-designs/fonts/load-fonts.ts'

const fonts = loadFonts()
const SIGNS = Array.from('国年aATVWy. -（，。、：；！？）《》〈〉「」『』【】～￥％／＋－')

test.each(faceNames)(
  '%s sets letters and full-width punctuation pair by pair as the shaping engine does',
  (face) => {
    for (const one of SIGNS) {
      const line = SIGNS.map((other) => one + other).join('')
      const [quick, exact] = [shapeText({ fonts, face }, line), shapeRuns({ fonts, face }, line)]
      expect(quick.map(({ id, face: used }) => [id, used])).toEqual(
        exact.map(({ id, face: used }) => [id, used]),
      )
      for (const [i, glyph] of quick.entries()) expect(glyph.advance).toBeCloseTo(exact[i]?.advance ?? NaN, 3)
    }
  },
)
