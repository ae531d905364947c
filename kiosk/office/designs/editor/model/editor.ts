import type { Box, Design, DesignElement, Side } from '../../../../../card-designs/engine/design.ts'
import { add, copy, duplicate, paste, remove, type Clipping } from './clipboard.ts'
import { boxAroundAll } from './element-box.ts'
import { beginHistory, proceed, redo, settle, undo, type History } from './history.ts'
import { boxOnCard, chosen, elementsOf, findElement, type Scene } from './tree.ts'

/** What was done, for whoever does not see it: said aloud after every command. */
const deeds = [
  'moved',
  'resized',
  'turned',
  'aligned',
  'distributed',
  'reordered',
  'grouped',
  'ungrouped',
  'added',
  'removed',
  'duplicated',
  'pasted',
  'copied',
  'changed',
  'renamed',
  'locked',
  'unlocked',
  'hidden',
  'shown',
  'undone',
  'redone',
  'taken',
  'kept',
  'selected',
  'deselected',
  'nothing',
] as const
export type Deed = (typeof deeds)[number]

interface Said {
  deed: Deed
  count: number
  /** what is chosen covers this of the card */
  box: Box | undefined
  /** the name of the one element that it is about */
  element: DesignElement | undefined
  serial: number
}

export interface Editor {
  history: History<Scene>
  /** in this window only: they are printed all the same */
  hidden: ReadonlySet<string>
  clipping: Clipping
  said: Said | undefined
}

export const openEditor = (design: Design): Editor => ({
  history: beginHistory({ design, side: 'front', selection: [] }),
  hidden: new Set(),
  clipping: [],
  said: undefined,
})

export const sceneOf = ({ history }: Editor): Scene => history.present

/** Does something to the design: one step to undo, or part of the run of that name. */
export function perform(editor: Editor, deed: Deed, change: (scene: Scene) => Scene, run?: string): Editor {
  const before = sceneOf(editor)
  const after = change(before)
  if (after.design === before.design) return say(editor, 'nothing')
  return say({ ...editor, history: proceed(editor.history, after, run) }, deed)
}

/** Another's state of the design in place of one's own; undo brings one's own back. */
export const takeDesign = (editor: Editor, design: Design): Editor =>
  perform(editor, 'taken', (scene) => ({ ...scene, design, selection: [] }))

/** One's own state over another's; undo brings the other's back. */
export function keepOver(editor: Editor, design: Design): Editor {
  const mine = sceneOf(editor)
  const under = proceed(editor.history, { ...mine, design, selection: [] })
  return say({ ...editor, history: proceed(under, mine) }, 'kept')
}

/** Looks elsewhere: no step to undo. */
const look = (editor: Editor, change: Partial<Pick<Scene, 'side' | 'selection'>>): Editor => ({
  ...editor,
  history: { ...settle(editor.history), present: { ...sceneOf(editor), ...change } },
})

export const showSide = (editor: Editor, side: Side): Editor =>
  side === sceneOf(editor).side ? editor : look(editor, { side, selection: [] })

export function select(editor: Editor, ids: readonly string[]): Editor {
  const known = ids.filter((id) => findElement(elementsOf(sceneOf(editor)), id))
  return say(look(editor, { selection: known }), known.length > 0 ? 'selected' : 'deselected')
}

/** Adds an element to what is chosen, or takes it out. */
export function toggle(editor: Editor, id: string): Editor {
  const { selection } = sceneOf(editor)
  return select(editor, selection.includes(id) ? selection.filter((one) => one !== id) : [...selection, id])
}

export const selectAll = (editor: Editor): Editor =>
  select(
    editor,
    elementsOf(sceneOf(editor)).flatMap(({ id, locked }) => (locked || editor.hidden.has(id) ? [] : [id])),
  )

/**
 * The next (or previous) element that is to be seen, beside the one chosen last; past the last of a group the one after
 * the group; undefined past the last of all, where focus goes on.
 */
export function neighbour(editor: Editor, step: 1 | -1): string | undefined {
  const scene = sceneOf(editor)
  const last = scene.selection.at(-1)
  const { parents } = (last === undefined ? undefined : findElement(elementsOf(scene), last)) ?? {
    parents: [],
  }
  const around = [undefined, ...parents]
  let from = last
  for (const parent of around.toReversed()) {
    const ids = (parent?.elements ?? elementsOf(scene)).flatMap(({ id }) =>
      editor.hidden.has(id) ? [] : [id],
    )
    if (from === undefined) return step === 1 ? ids[0] : ids.at(-1)
    const next = ids[ids.indexOf(from) + step]
    if (next !== undefined) return next
    from = parent?.id
  }
  return undefined
}

/** Goes from a group to the first of what it holds. */
export function enterGroup(editor: Editor): Editor {
  const only = chosen(sceneOf(editor)).at(-1)?.element
  const first = only?.type === 'group' ? only.elements.at(0) : undefined
  return first ? select(editor, [first.id]) : editor
}

/** Goes from what a group holds to the group; from anywhere else to nothing. */
export function leaveGroup(editor: Editor): Editor {
  const parent = chosen(sceneOf(editor)).at(-1)?.parents.at(-1)
  return select(editor, parent ? [parent.id] : [])
}

export function stepBack(editor: Editor): Editor {
  const history = undo(editor.history)
  return history ? say({ ...editor, history }, 'undone') : say(editor, 'nothing')
}

export function stepForward(editor: Editor): Editor {
  const history = redo(editor.history)
  return history ? say({ ...editor, history }, 'redone') : say(editor, 'nothing')
}

export const endRun = (editor: Editor): Editor =>
  editor.history.run === undefined ? editor : { ...editor, history: settle(editor.history) }

export const copyChosen = (editor: Editor): Editor => {
  const clipping = copy(sceneOf(editor))
  return clipping.length === 0 ? say(editor, 'nothing') : say({ ...editor, clipping }, 'copied')
}

export function cutChosen(editor: Editor): Editor {
  const clipping = copy(sceneOf(editor)).filter(({ locked }) => !locked)
  return perform({ ...editor, clipping }, 'removed', remove)
}

export const pasteClipping = (editor: Editor): Editor =>
  perform(editor, 'pasted', (scene) => paste(scene, editor.clipping))

/** Puts what is chosen on the other side of the card too, at the same place, and goes there. */
export function copyAcross(editor: Editor): Editor {
  const clipping = copy(sceneOf(editor))
  if (clipping.length === 0) return say(editor, 'nothing')
  const across = showSide(editor, sceneOf(editor).side === 'front' ? 'back' : 'front')
  return perform(across, 'pasted', (scene) => paste(scene, clipping))
}

export const duplicateChosen = (editor: Editor): Editor => perform(editor, 'duplicated', duplicate)

export const removeChosen = (editor: Editor): Editor => perform(editor, 'removed', remove)

export const addElements = (editor: Editor, elements: readonly DesignElement[]): Editor =>
  perform(editor, 'added', (scene) => add(scene, elements))

/** Hides what is chosen from sight in this window, or shows it again. */
export function setHidden(editor: Editor, ids: readonly string[], isHidden: boolean): Editor {
  const hidden = new Set(editor.hidden)
  for (const id of ids)
    if (isHidden) hidden.add(id)
    else hidden.delete(id)
  return say({ ...editor, hidden }, isHidden ? 'hidden' : 'shown')
}

function say(editor: Editor, deed: Deed): Editor {
  const found = chosen(sceneOf(editor))
  const said: Said = {
    deed,
    count: sceneOf(editor).selection.length,
    box: boxAroundAll(found.map(boxOnCard)),
    element: found.length === 1 ? found[0]?.element : undefined,
    serial: (editor.said?.serial ?? 0) + 1,
  }
  return { ...editor, said }
}
