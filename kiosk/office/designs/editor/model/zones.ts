import type { Box, Design, Side, Zone } from '../../../../../card-designs/engine/design.ts'
import type { Scene } from './tree.ts'

export const zoneKinds = ['stripe', 'chip', 'signature', 'hole'] as const satisfies Zone['kind'][]

/** A line across the card that things snap to; never printed. */
export type Guide = NonNullable<Design[Side]['guides']>[number]

/** The schema's. */
export const MOST_ZONES = 20
export const MOST_GUIDES = 50

/** Seen from the back, the chip inside the card lies on the other side. */
const CHIP_X_UM: Readonly<Record<Side, number>> = { front: 69_000, back: 7_600 }

/** Where a zone of its kind usually lies: the stripe by ISO/IEC 7811-6 §5, the chip where our blanks have it. */
function usualBox(kind: Zone['kind'], side: Side): Box {
  switch (kind) {
    case 'stripe':
      return { xUm: -2_000, yUm: 4_300, widthUm: 89_600, heightUm: 12_400 }
    case 'chip':
      return { xUm: CHIP_X_UM[side], yUm: 27_000, widthUm: 9_000, heightUm: 9_000 }
    case 'signature':
      return { xUm: 4_000, yUm: 19_000, widthUm: 60_000, heightUm: 8_000 }
    case 'hole':
      return { xUm: 35_800, yUm: 2_600, widthUm: 14_000, heightUm: 3_000 }
  }
}

export const addZone = (scene: Scene, kind: Zone['kind']): Scene => {
  const { zones } = sideOf(scene)
  return zones.length < MOST_ZONES
    ? withSide(scene, { zones: [...zones, { kind, box: usualBox(kind, scene.side) }] })
    : scene
}

export const changeZone = (scene: Scene, index: number, part: Partial<Zone>): Scene =>
  withSide(scene, {
    zones: sideOf(scene).zones.map((zone, i) => (i === index ? { ...zone, ...part } : zone)),
  })

export const removeZone = (scene: Scene, index: number): Scene =>
  withSide(scene, { zones: sideOf(scene).zones.filter((_, i) => i !== index) })

export const guidesOf = (scene: Pick<Scene, 'design' | 'side'>): readonly Guide[] =>
  scene.design[scene.side].guides ?? []

export const addGuide = (scene: Scene, guide: Guide): Scene =>
  guidesOf(scene).length < MOST_GUIDES ? withGuides(scene, [...guidesOf(scene), guide]) : scene

export const moveGuide = (scene: Scene, index: number, atUm: number): Scene =>
  withGuides(
    scene,
    guidesOf(scene).map((guide, i) => (i === index ? { ...guide, atUm } : guide)),
  )

export const removeGuide = (scene: Scene, index: number): Scene =>
  withGuides(
    scene,
    guidesOf(scene).filter((_, i) => i !== index),
  )

const sideOf = ({ design, side }: Scene): Design[Side] => design[side]

function withGuides(scene: Scene, guides: Guide[]): Scene {
  const { guides: _, ...rest } = sideOf(scene)
  const side = guides.length > 0 ? { ...rest, guides } : rest
  return { ...scene, design: { ...scene.design, [scene.side]: side } }
}

const withSide = (scene: Scene, part: Partial<Design[Side]>): Scene => ({
  ...scene,
  design: { ...scene.design, [scene.side]: { ...sideOf(scene), ...part } },
})
