import type { Design } from '../engine/design.ts'
import { diamondDesign } from './diamond/design.ts'
import { goldDesign } from './gold/design.ts'

/** The designs that come with the product. */
export const cardTemplates = { gold: goldDesign, diamond: diamondDesign } as const satisfies Record<
  string,
  Design
>
