import { useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Tree, TreeItem, TreeItemContent } from 'react-aria-components/Tree'
import type { DesignElement } from '../../../../../card-designs/engine/design.ts'
import { Icon } from '../../../../ui/icon.tsx'
import { useBench } from '../bench.ts'
import { setLocked } from '../model/change-element.ts'
import { perform, select, setHidden } from '../model/editor.ts'
import { chosen, elementsOf, idsOf, type Scene } from '../model/tree.ts'
import { useText } from '../texts.ts'
import { useElementName } from './element-name.ts'

/** The elements of the side, the topmost first, with what hides and locks them; the order has its buttons under what is chosen. */
export function Layers() {
  const text = useText()
  const { scene, act } = useBench()
  const elements = elementsOf(scene)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const place = useRef<HTMLDivElement>(null)
  const last = scene.selection.at(-1)
  useEffect(() => {
    const row = last === undefined ? undefined : place.current?.querySelector(`[data-key="${last}"]`)
    row?.scrollIntoView({ block: 'nearest' })
  }, [last])
  if (elements.length === 0) return <p className="soft">{text('layers.empty')}</p>
  return (
    <Tree
      ref={place}
      className="layers"
      aria-label={text('layers.tree')}
      selectionMode="multiple"
      selectionBehavior="replace"
      selectedKeys={[...scene.selection]}
      expandedKeys={[...opened, ...parentsOf(scene)]}
      onExpandedChange={(keys) => setOpened(new Set([...keys].map(String)))}
      onSelectionChange={(keys) =>
        act((now) => select(now, keys === 'all' ? idsOf(elements) : [...keys].map(String)))
      }
    >
      {elements.toReversed().map((element) => (
        <Layer key={element.id} element={element} />
      ))}
    </Tree>
  )
}

/** The groups around what is chosen: these stand open, so that it is seen. */
const parentsOf = (scene: Scene): string[] =>
  chosen(scene).flatMap(({ parents }) => parents.map(({ id }) => id))

function Layer({ element }: { element: DesignElement }) {
  const text = useText()
  const { editor, act } = useBench()
  const nameOf = useElementName()
  const name = nameOf(element)
  const isHidden = editor.hidden.has(element.id)
  const { locked: isLocked = false, id } = element
  const children = element.type === 'group' ? element.elements.toReversed() : []
  return (
    <TreeItem id={id} textValue={name} className={isHidden ? 'layer hidden' : 'layer'}>
      <TreeItemContent>
        {({ level, hasChildItems, isExpanded }) => (
          <div className="layer-row" data-level={level}>
            {hasChildItems ? (
              <AriaButton slot="chevron" className={isExpanded ? 'layer-button open' : 'layer-button'}>
                <Icon name="arrow" />
              </AriaButton>
            ) : null}
            <span className="layer-name">
              {name}
              {element.type === 'text' || element.name ? (
                <span className="layer-type">{text(`type.${element.type}`)}</span>
              ) : null}
            </span>
            <AriaButton
              className="layer-button"
              aria-label={text(isHidden ? 'layers.show' : 'layers.hide', { name })}
              onPress={() => act((now) => setHidden(now, [id], !isHidden))}
            >
              <Icon name={isHidden ? 'eye-shut' : 'eye'} />
            </AriaButton>
            <AriaButton
              className={isLocked ? 'layer-button on' : 'layer-button'}
              aria-label={text(isLocked ? 'layers.unlock-one' : 'layers.lock', { name })}
              onPress={() =>
                act((now) =>
                  perform(select(now, [id]), isLocked ? 'unlocked' : 'locked', (scene) =>
                    setLocked(scene, !isLocked),
                  ),
                )
              }
            >
              <Icon name={isLocked ? 'lock' : 'unlock'} />
            </AriaButton>
          </div>
        )}
      </TreeItemContent>
      {children.map((child) => (
        <Layer key={child.id} element={child} />
      ))}
    </TreeItem>
  )
}
