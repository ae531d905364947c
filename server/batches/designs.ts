import type { Side } from '../../card-designs/engine/design.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findDesign } from '../cards/index.ts'

export const listDesigns = () =>
  Object.values(cardTemplates).map(({ id, version, name }) => ({
    code: id,
    version,
    nameZh: name['zh-CN'],
    nameEn: name.en,
  }))

/** A number that is nobody's: sequences never come out as all zeros with this check digit. */
const SAMPLE_NUMBER = '9156000000000000'
const SAMPLE_CODE = '000000'
const pictures = new Map<string, string>()

/** A side of a design as SVG, with a sample's data; painted once. Refuses with `design-unknown`. */
export async function previewDesign(
  { code, side }: { code: string; side: Side },
  publicUrl: string,
): Promise<Result<string, 'design-unknown'>> {
  const design = findDesign(code)
  if (!design) return refuse('design-unknown')
  const name = `${code}/${side}`
  const known = pictures.get(name)
  if (known) return accept(known)
  const { paintCardSvg } = await import('../../card-designs/engine/card-svg.ts')
  const picture = paintCardSvg(design, side, {
    cardNumber: SAMPLE_NUMBER,
    qr: `${publicUrl}/t`,
    securityCode: SAMPLE_CODE,
  })
  pictures.set(name, picture)
  return accept(picture)
}
