import { useState } from 'react'
import { Group } from 'react-aria-components/Group'
import { Button } from '../../../../ui/button.tsx'
import { Checkbox } from '../../../../ui/choice.tsx'
import { useBench } from '../bench.ts'
import { align, distribute, edges, reorder, type Order } from '../model/arrange.ts'
import { copyAcross, duplicateChosen, perform, removeChosen } from '../model/editor.ts'
import { canGroup, group, ungroup } from '../model/grouping.ts'
import { changeable, chosen } from '../model/tree.ts'
import { useText } from '../texts.ts'

const orders: readonly Order[] = ['front', 'forward', 'backward', 'back']

/** Every arrangement as a button, for one element or many. */
export function ArrangePanel() {
  const text = useText()
  const { scene, act } = useBench()
  const [toCard, setToCard] = useState(false)
  const free = changeable(scene)
  const groups = chosen(scene).some(({ element }) => element.type === 'group')
  const alignTo = toCard || free.length < 2 ? 'card' : 'each-other'
  if (free.length === 0) return null
  return (
    <section className="panel-part" aria-label={text('panel.arrange')}>
      <h3>{text('panel.arrange')}</h3>
      <Group className="button-grid three" aria-label={text('arrange.align')}>
        {edges.map((edge) => (
          <Button
            key={edge}
            onPress={() => act((now) => perform(now, 'aligned', (s) => align(s, edge, alignTo)))}
          >
            {text(`align.${edge}`)}
          </Button>
        ))}
      </Group>
      {free.length > 1 ? (
        <Checkbox isSelected={toCard} onChange={setToCard}>
          {text('arrange.to-card')}
        </Checkbox>
      ) : null}
      {free.length > 2 ? (
        <Group className="button-grid two" aria-label={text('arrange.distribute')}>
          {(['x', 'y'] as const).map((axis) => (
            <Button
              key={axis}
              onPress={() => act((now) => perform(now, 'distributed', (s) => distribute(s, axis)))}
            >
              {text(`distribute.${axis}`)}
            </Button>
          ))}
        </Group>
      ) : null}
      <Group className="button-grid four" aria-label={text('arrange.order')}>
        {orders.map((order) => (
          <Button
            key={order}
            onPress={() => act((now) => perform(now, 'reordered', (s) => reorder(s, order)))}
          >
            {text(`order.${order}`)}
          </Button>
        ))}
      </Group>
      <div className="button-grid two">
        <Button isDisabled={!canGroup(scene)} onPress={() => act((now) => perform(now, 'grouped', group))}>
          {text('arrange.group')}
        </Button>
        <Button isDisabled={!groups} onPress={() => act((now) => perform(now, 'ungrouped', ungroup))}>
          {text('arrange.ungroup')}
        </Button>
        <Button onPress={() => act(duplicateChosen)}>{text('arrange.duplicate')}</Button>
        <Button onPress={() => act(removeChosen)}>{text('arrange.remove')}</Button>
      </div>
      <Button onPress={() => act(copyAcross)}>{text('arrange.across')}</Button>
    </section>
  )
}
