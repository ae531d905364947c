import { expect, test } from 'vitest'
import { parseDesign } from '../../card-designs/engine/design.ts'
import {
  openEditor,
  perform,
  sceneOf,
  showSide,
  stepBack,
} from '../../kiosk/office/designs/editor/model/editor.ts'
import {
  addGuide,
  addZone,
  changeZone,
  guidesOf,
  moveGuide,
  removeGuide,
  removeZone,
} from '../../kiosk/office/designs/editor/model/zones.ts'
import { scene } from './model.ts'

test('a zone is added where it usually lies, moved, made another kind and removed, each on its own side', () => {
  const begun = showSide(openEditor(scene([]).design), 'back')
  const added = perform(begun, 'changed', (s) => addZone(s, 'stripe'))
  const moved = perform(added, 'changed', (s) =>
    changeZone(s, 0, {
      kind: 'signature',
      box: { xUm: 4_000, yUm: 20_000, widthUm: 50_000, heightUm: 7_000 },
    }),
  )
  const { design } = sceneOf(moved)
  expect(parseDesign(design).back.zones).toEqual([
    { kind: 'signature', box: { xUm: 4_000, yUm: 20_000, widthUm: 50_000, heightUm: 7_000 } },
  ])
  expect(design.front.zones).toEqual([])
  expect(sceneOf(stepBack(moved)).design.back.zones[0]?.kind).toBe('stripe')
  expect(sceneOf(perform(moved, 'changed', (s) => removeZone(s, 0))).design.back.zones).toEqual([])
})

const chipOn = (side: 'front' | 'back') =>
  addZone({ ...scene([]), side }, 'chip').design[side].zones[0]?.box ?? { xUm: 0, widthUm: 0 }

test('the chip of the back lies behind the chip of the front', () => {
  const front = chipOn('front')
  expect(85_600 - front.xUm - front.widthUm).toBe(chipOn('back').xUm)
})

test('guides are drawn, moved and taken away, and a side without any is as it was before', () => {
  const begun = scene([])
  const one = addGuide(begun, { axis: 'x', atUm: 20_000 })
  const two = moveGuide(addGuide(one, { axis: 'y', atUm: 5_000 }), 0, 22_000)
  expect(guidesOf(two)).toEqual([
    { axis: 'x', atUm: 22_000 },
    { axis: 'y', atUm: 5_000 },
  ])
  expect(parseDesign(two.design).front.guides).toHaveLength(2)
  expect(removeGuide(removeGuide(two, 1), 0).design).toEqual(begun.design)
})

test('no more zones and guides are added than a design may have', () => {
  let full = scene([])
  for (let i = 0; i < 60; i++) full = addGuide(addZone(full, 'hole'), { axis: 'y', atUm: i })
  expect(full.design.front.zones).toHaveLength(20)
  expect(guidesOf(full)).toHaveLength(50)
  expect(parseDesign(full.design)).toBeDefined()
})
