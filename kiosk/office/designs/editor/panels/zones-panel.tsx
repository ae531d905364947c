import { Group } from 'react-aria-components/Group'
import type { Box } from '../../../../../card-designs/engine/design.ts'
import { Button } from '../../../../ui/button.tsx'
import { Select } from '../../../../ui/select.tsx'
import { useBench } from '../bench.ts'
import { perform } from '../model/editor.ts'
import type { Scene } from '../model/tree.ts'
import { addZone, changeZone, MOST_ZONES, removeZone, zoneKinds } from '../model/zones.ts'
import { useText } from '../texts.ts'
import { MmField } from './fields.tsx'

const parts = [
  ['xUm', 'field.x', -5_000],
  ['yUm', 'field.y', -5_000],
  ['widthUm', 'field.width', 100],
  ['heightUm', 'field.height', 100],
] as const satisfies [keyof Box, string, number][]

/** What must stay free on this side: stripe, chip, signature panel, hole. */
export function ZonesPanel() {
  const text = useText()
  const { scene, act } = useBench()
  const { zones } = scene.design[scene.side]
  const set = (change: (scene: Scene) => Scene, run?: string) =>
    act((now) => perform(now, 'changed', change, run))
  return (
    <section className="panel-part" aria-label={text('zones.title')}>
      <h3>{text('zones.title')}</h3>
      <p className="soft">{text('zones.hint')}</p>
      {zones.map(({ kind, box }, index) => (
        <Group className="marks" key={index} aria-label={text('zones.one', { number: index + 1 })}>
          <Select
            label={text('zones.kind')}
            value={kind}
            options={zoneKinds.map((one) => ({ value: one, label: text(`zone.${one}`) }))}
            onChange={(next) => set((s) => changeZone(s, index, { kind: next }))}
          />
          <div className="field-pair">
            {parts.map(([part, label, minUm]) => (
              <MmField
                key={part}
                label={text(label)}
                um={box[part]}
                minUm={minUm}
                maxUm={95_000}
                onChange={(um) =>
                  set((s) => changeZone(s, index, { box: { ...box, [part]: um } }), `zone ${index} ${part}`)
                }
              />
            ))}
          </div>
          <Button kind="quiet" onPress={() => set((s) => removeZone(s, index))}>
            {text('zones.remove')}
          </Button>
        </Group>
      ))}
      <Group className="button-grid two" aria-label={text('zones.add')}>
        {zoneKinds.map((kind) => (
          <Button
            key={kind}
            icon="plus"
            isDisabled={zones.length >= MOST_ZONES}
            onPress={() => set((s) => addZone(s, kind))}
          >
            {text(`zone.${kind}`)}
          </Button>
        ))}
      </Group>
    </section>
  )
}
