import type { Design } from '../engine/design.ts'
import { diamondDesign } from './diamond/design.ts'
import { giftDesign } from './gift/design.ts'
import { goldDesign } from './gold/design.ts'
import { platinumDesign } from './platinum/design.ts'
import { silverDesign } from './silver/design.ts'
import { staffDesign } from './staff/design.ts'

/** The designs that come with the product. */
export const cardTemplates = {
  gold: goldDesign,
  diamond: diamondDesign,
  platinum: platinumDesign,
  silver: silverDesign,
  gift: giftDesign,
  staff: staffDesign,
} as const satisfies Record<string, Design>
