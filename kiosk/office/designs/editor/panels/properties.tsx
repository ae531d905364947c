import type { RefObject } from 'react'
import type { Box, DesignElement } from '../../../../../card-designs/engine/design.ts'
import { TextField } from '../../../../ui/text-field.tsx'
import { Button } from '../../../../ui/button.tsx'
import { useBench } from '../bench.ts'
import { setBox } from '../model/arrange.ts'
import { change, rename, setLocked } from '../model/change-element.ts'
import { endRun, perform } from '../model/editor.ts'
import { boxOf } from '../model/element-box.ts'
import { isFrame, rotateTo, rotationOf } from '../model/grouping.ts'
import { chosen } from '../model/tree.ts'
import { useText } from '../texts.ts'
import { ArrangePanel } from './arrange-panel.tsx'
import { CardPanel } from './card-panel.tsx'
import { ConditionPanel } from './condition-panel.tsx'
import { ContentPanel } from './content-panel.tsx'
import { useElementName } from './element-name.ts'
import { MmField, NumberField } from './fields.tsx'

/** What is chosen, in fields; the card itself where nothing is. `panel`: where a double press on a text leads. */
export function Properties({ panel }: { panel: RefObject<HTMLDivElement | null> }) {
  const text = useText()
  const { scene, act } = useBench()
  const found = chosen(scene)
  const [only] = found
  return (
    <div className="properties" ref={panel} onBlur={() => act(endRun)}>
      {only && found.length === 1 ? (
        <ElementPanel key={only.element.id} element={only.element} />
      ) : found.length > 1 ? (
        <h2>{text('panel.many', { count: found.length })}</h2>
      ) : (
        <CardPanel />
      )}
      <ArrangePanel />
      {only && found.length === 1 ? <Conditions element={only.element} /> : null}
    </div>
  )
}

function Conditions({ element }: { element: DesignElement }) {
  const { act } = useBench()
  if (element.locked) return null
  return (
    <ConditionPanel
      element={element}
      onChange={(properties) =>
        act((now) => perform(now, 'changed', (s) => change(s, element.id, properties)))
      }
    />
  )
}

function ElementPanel({ element }: { element: DesignElement }) {
  const text = useText()
  const { act } = useBench()
  const nameOf = useElementName()
  const inner = isFrame(element) ? (element.elements[0] ?? element) : element
  const set = (properties: object) =>
    act((now) =>
      perform(
        now,
        'changed',
        (scene) => ({ ...change(scene, inner.id, properties), selection: scene.selection }),
        `change ${inner.id} ${Object.keys(properties).join()}`,
      ),
    )
  return (
    <>
      <h2>{nameOf(inner)}</h2>
      <TextField
        label={text('field.name')}
        value={inner.name ?? ''}
        maxLength={80}
        onChange={(name) =>
          act((now) =>
            perform(now, 'renamed', (scene) => rename(scene, inner.id, name), `rename ${inner.id}`),
          )
        }
      />
      {element.locked ? (
        <>
          <p>{text('panel.locked')}</p>
          <Button
            icon="lock"
            onPress={() => act((now) => perform(now, 'unlocked', (s) => setLocked(s, false)))}
          >
            {text('layers.unlock')}
          </Button>
        </>
      ) : (
        <>
          <Placing element={element} />
          <div className="panel-part">
            <ContentPanel element={inner} box={boxOf(inner)} onChange={set} />
            {'opacity' in inner || canFade(inner) ? (
              <NumberField
                label={text('field.opacity')}
                unit="%"
                value={('opacity' in inner ? (inner.opacity ?? 1) : 1) * 100}
                min={0}
                max={100}
                step={5}
                onChange={(percent) => set({ opacity: percent === 100 ? undefined : percent / 100 })}
              />
            ) : null}
          </div>
        </>
      )}
    </>
  )
}

const canFade = ({ type }: DesignElement) => type !== 'group' && type !== 'symbol' && type !== 'microtext'

/** Where it is and how large, in the coordinates of what holds it; and how it is turned. */
function Placing({ element }: { element: DesignElement }) {
  const text = useText()
  const { act } = useBench()
  const box = boxOf(element)
  const place = (part: Partial<Box>, deed: 'moved' | 'resized') =>
    act((now) =>
      perform(now, deed, (scene) => setBox(scene, { ...box, ...part }), `place ${Object.keys(part).join()}`),
    )
  return (
    <div className="field-pair placing">
      <MmField label={text('field.x')} um={box.xUm} onChange={(xUm) => place({ xUm }, 'moved')} />
      <MmField label={text('field.y')} um={box.yUm} onChange={(yUm) => place({ yUm }, 'moved')} />
      <MmField
        label={text('field.width')}
        um={box.widthUm}
        minUm={0}
        onChange={(widthUm) => place({ widthUm }, 'resized')}
      />
      <MmField
        label={text('field.height')}
        um={box.heightUm}
        minUm={0}
        onChange={(heightUm) => place({ heightUm }, 'resized')}
      />
      <NumberField
        label={text('field.rotation')}
        unit="°"
        value={rotationOf(element)}
        min={-180}
        max={180}
        step={1}
        places={1}
        onChange={(degrees) =>
          act((now) => perform(now, 'turned', (scene) => rotateTo(scene, degrees), 'turn'))
        }
      />
    </div>
  )
}
