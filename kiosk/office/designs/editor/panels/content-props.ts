import type { Box, DesignElement } from '../../../../../card-designs/engine/design.ts'

/** What the fields of an element work with: itself, its box, and how properties of it are changed. */
export interface ContentProps<E extends DesignElement = DesignElement> {
  element: E
  box: Box
  onChange: (properties: object) => void
}
export type Of<T extends DesignElement['type']> = ContentProps<Extract<DesignElement, { type: T }>>
