import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shapeRuns, shapeText } from '../../card-designs/engine/text.ts'
import { faceNames } from '../../card-designs/fonts/faces.ts'
import { loadFonts } from '../../card-designs/fonts/load-fonts.ts'

const letters = fc.stringMatching(/^[ -~]{1,20}$/)
const chinese = fc.stringMatching(/^[\u4e00-\u9fff]{1,8}$/)
const marks = fc.stringMatching(/^[、。〈-】！％（）＋，－．／：；？～￥]{1,4}$/)
const plain = fc
  .array(fc.oneof(letters, chinese, marks), { minLength: 1, maxLength: 4 })
  .map((all) => all.join(''))

test.each(faceNames)('a line in %s, put together from pairs, is as the shaping engine sets it', (face) => {
  const shaping = { fonts: loadFonts(), face }
  const glyphsOf = (shape: typeof shapeText, text: string) =>
    shape(shaping, text).map(({ id, face: used, advance }) => [used, id, Math.round(advance * 100)])
  fc.assert(
    fc.property(plain, (text) => {
      let expected: ReturnType<typeof glyphsOf>
      try {
        expected = glyphsOf(shapeRuns, text)
      } catch {
        return
      }
      expect(glyphsOf(shapeText, text)).toEqual(expected)
    }),
    { numRuns: 60, seed: 1_991 },
  )
})

const widthOf = (kerning: boolean) =>
  shapeText({ fonts: loadFonts(), face: 'serif', kerning }, 'AVAVA').reduce(
    (sum, { advance }) => sum + advance,
    0,
  )

test('kerning draws pairs together, and a field may do without', () => {
  expect(widthOf(true)).toBeLessThan(widthOf(false))
})

test('in a column Chinese stands upright, with the signs that columns have, and Latin lies', () => {
  const shaped = shapeText({ fonts: loadFonts(), face: 'sans', vertical: true }, '锦。A')
  expect(shaped.map(({ upright }) => upright === true)).toEqual([true, true, false])
  const [, across] = shapeText({ fonts: loadFonts(), face: 'sans' }, '锦。')
  expect(shaped[1]?.id).not.toBe(across?.id)
})
