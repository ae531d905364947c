import type { Design, DesignElement } from '../../card-designs/engine/design.ts'
import type { Scene } from '../../kiosk/office/designs/editor/model/tree.ts'

export const rect = (
  id: string,
  [xUm, yUm, widthUm, heightUm]: readonly [number, number, number, number],
): DesignElement => ({ type: 'rect', id, box: { xUm, yUm, widthUm, heightUm }, fill: '#112233' })

export const text = (id: string): Extract<DesignElement, { type: 'text' }> => ({
  type: 'text',
  id,
  text: 'Brocade',
  xUm: 5_000,
  baselineUm: 20_000,
  widthUm: 30_000,
  face: 'sans',
  sizeUm: 4_000,
  paint: '#112233',
  align: 'left',
  fit: { kind: 'shrink', minSizeUm: 1_000 },
})

export function scene(
  elements: DesignElement[],
  selection: string[] = [],
  back: DesignElement[] = [],
): Scene {
  const design: Design = {
    id: 'test',
    version: 1,
    name: { 'zh-CN': '试', en: 'Test' },
    bleedUm: 2_000,
    safeUm: 2_500,
    assets: {},
    front: { zones: [], elements },
    back: { zones: [], elements: back },
  }
  return { design, side: 'front', selection }
}

export const ids = ({ design, side }: Scene): string[] => design[side].elements.map(({ id }) => id)

export const one = ({ design, side }: Scene, id: string): DesignElement => {
  const found = design[side].elements.find((element) => element.id === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}
