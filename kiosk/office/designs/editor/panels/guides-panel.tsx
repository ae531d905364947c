import { Group } from 'react-aria-components/Group'
import { ID1 } from '../../../../../card-designs/engine/design.ts'
import { Button } from '../../../../ui/button.tsx'
import { useBench } from '../bench.ts'
import { perform } from '../model/editor.ts'
import type { Scene } from '../model/tree.ts'
import { addGuide, guidesOf, MOST_GUIDES, moveGuide, removeGuide } from '../model/zones.ts'
import { useText } from '../texts.ts'
import { MmField } from './fields.tsx'

const lengths = { x: ID1.widthUm, y: ID1.heightUm } as const
const axes = ['x', 'y'] as const

/** The lines of this side that things snap to. */
export function GuidesPanel() {
  const text = useText()
  const { scene, act } = useBench()
  const guides = guidesOf(scene)
  const set = (change: (scene: Scene) => Scene, run?: string) =>
    act((now) => perform(now, 'changed', change, run))
  return (
    <section className="panel-part" aria-label={text('guides.title')}>
      <h3>{text('guides.title')}</h3>
      <p className="soft">{text('guides.hint')}</p>
      {guides.map(({ axis, atUm }, index) => (
        <div className="field-pair" key={index}>
          <MmField
            label={text(`guides.${axis}`)}
            um={atUm}
            minUm={0}
            maxUm={lengths[axis]}
            onChange={(um) => set((s) => moveGuide(s, index, um), `guide ${index}`)}
          />
          <Button kind="quiet" onPress={() => set((s) => removeGuide(s, index))}>
            {text('guides.remove')}
          </Button>
        </div>
      ))}
      <Group className="button-grid two" aria-label={text('guides.add')}>
        {axes.map((axis) => (
          <Button
            key={axis}
            icon="plus"
            isDisabled={guides.length >= MOST_GUIDES}
            onPress={() => set((s) => addGuide(s, { axis, atUm: lengths[axis] / 2 }))}
          >
            {text(`guides.add.${axis}`)}
          </Button>
        ))}
      </Group>
    </section>
  )
}
