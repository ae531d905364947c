import { sides, type Design, type DesignElement, type Side } from '../../card-designs/engine/design.ts'
import type { Matrix } from '../../card-designs/engine/display-list.ts'
import { elementBox } from '../../card-designs/engine/element-box.ts'
import { IDENTITY, matrixOf, multiply } from '../../card-designs/engine/matrix.ts'
import type { Change, Diff } from './schema.ts'

/**
 * What differs between two designs, from the one to the other. Elements are told by side and id, groups apart from what
 * they hold; one that went to another group or place among its fellows has changed its `layer`.
 */
export function diffDesigns(before: Design, after: Design): Diff {
  return {
    properties: ownDifferences(before, after),
    elements: sides.flatMap((side) => diffSide(before, after, side)),
  }
}

function ownDifferences(before: Design, after: Design): string[] {
  return differences(ownOf(before), ownOf(after))
}

const ownOf = ({ bleedUm, safeUm, name, front, back }: Design) => ({
  bleedUm,
  safeUm,
  name,
  front: { zones: front.zones },
  back: { zones: back.zones },
})

function diffSide(before: Design, after: Design, side: Side): Change[] {
  const [old, now] = [placed(before[side].elements), placed(after[side].elements)]
  const moved = movedAmong([...old.keys()], [...now.keys()])
  const gone = [...old].filter(([id]) => !now.has(id)).map(([, was]) => describe(side, was, 'removed'))
  const others = [...now].flatMap(([id, is]) => {
    const was = old.get(id)
    if (!was) return [describe(side, is, 'added')]
    const properties = differences(contentOf(was.element), contentOf(is.element))
    if (was.parent !== is.parent || moved.has(id)) properties.push('layer')
    return properties.length > 0 ? [describe(side, is, 'changed', properties)] : []
  })
  return [...others, ...gone]
}

interface Placed {
  element: DesignElement
  /** the id of its group */
  parent: string
  /** from its group to the card */
  outer: Matrix
}

function placed(
  elements: readonly DesignElement[],
  { parent, outer }: Omit<Placed, 'element'> = { parent: '', outer: IDENTITY },
): Map<string, Placed> {
  return new Map(
    elements.flatMap((element): [string, Placed][] => [
      [element.id, { element, parent, outer }],
      ...(element.type === 'group'
        ? placed(element.elements, {
            parent: element.id,
            outer: multiply(outer, matrixOf(element.transform)),
          })
        : []),
    ]),
  )
}

/** The fewest of those that both have which must be taken out so that the others stand in one order. */
function movedAmong(old: readonly string[], now: readonly string[]): Set<string> {
  const placeOf = new Map(old.map((id, index) => [id, index]))
  const common = now.filter((id) => placeOf.has(id))
  const staying = new Set(longestRun(common, (id) => placeOf.get(id) ?? 0))
  return new Set(common.filter((id) => !staying.has(id)))
}

/** The longest subsequence whose places rise (patience sorting). */
function longestRun(ids: readonly string[], placeOf: (id: string) => number): string[] {
  const ends: string[] = []
  const previous = new Map<string, string | undefined>()
  for (const id of ids) {
    const pile = ends.findIndex((end) => placeOf(end) >= placeOf(id))
    const at = pile === -1 ? ends.length : pile
    previous.set(id, ends[at - 1])
    ends[at] = id
  }
  const run: string[] = []
  for (let id = ends.at(-1); id !== undefined; id = previous.get(id)) run.unshift(id)
  return run
}

function contentOf(element: DesignElement): object {
  if (element.type !== 'group') return element
  const { elements: _, ...own } = element
  return own
}

function describe(
  side: Side,
  { element, outer }: Placed,
  change: Change['change'],
  properties: string[] = [],
): Change {
  const { id, type, name } = element
  return { side, id, type, name: name ?? '', change, properties, box: elementBox(element, outer) }
}

/** The paths of the innermost objects' fields that differ; lists are compared as wholes. */
function differences(before: object, after: object, path = ''): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((name) => {
    const [old, now]: [unknown, unknown] = [Reflect.get(before, name), Reflect.get(after, name)]
    const place = path === '' ? name : `${path}.${name}`
    if (isPlain(old) && isPlain(now)) return differences(old, now, place)
    return isSame(old, now) ? [] : [place]
  })
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((part, i) => isSame(part, b[i]))
  if (isPlain(a) && isPlain(b)) return differences(a, b).length === 0
  return Object.is(a, b)
}
