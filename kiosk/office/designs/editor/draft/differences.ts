import {
  elementsWithin,
  sides,
  type Design,
  type DesignElement,
  type Side,
} from '../../../../../card-designs/engine/design.ts'

export interface Difference {
  side: Side
  /** as mine has it, else as theirs does */
  element: DesignElement
}

/** The elements that two states of a design do not have alike; a group counts for itself, without what it holds. */
export const differences = (mine: Design, theirs: Design): Difference[] =>
  sides.flatMap((side) => {
    const [own, other] = [byId(mine, side), byId(theirs, side)]
    const ids = [...new Set([...own.keys(), ...other.keys()])]
    return ids.flatMap((id) => {
      const [one, two] = [own.get(id), other.get(id)]
      const element = one ?? two
      return element && written(one) !== written(two) ? [{ side, element }] : []
    })
  })

const byId = (design: Design, side: Side) =>
  new Map([...elementsWithin(design[side].elements)].map((element) => [element.id, element]))

const written = (element: DesignElement | undefined): string | undefined =>
  element &&
  JSON.stringify(
    element.type === 'group' ? { ...element, elements: element.elements.map(({ id }) => id) } : element,
  )
