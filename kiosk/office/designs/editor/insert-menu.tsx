import { Group } from 'react-aria-components/Group'
import { Button as AriaButton } from 'react-aria-components/Button'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { useBench } from './bench.ts'
import { addElements } from './model/editor.ts'
import { newElement, type Kind } from './model/new-elements.ts'
import { useText } from './texts.ts'

const menus = {
  shape: ['rect', 'ellipse', 'line'],
  symbol: ['qrcode', 'code128', 'datamatrix', 'pdf417', 'azteccode'],
  security: ['guilloche', 'ribbon', 'microtext', 'rainbow'],
  person: ['photo', 'signature'],
} as const satisfies Record<string, readonly Kind[]>
const names = Object.keys(menus) as (keyof typeof menus)[]

interface InsertMenuProps {
  isImporting: boolean
  onFile: (file: File | undefined) => void
  /** leads back to the card, so that the keys work on what was added */
  onAdded: () => void
}

/** What can be put on the card. */
export function InsertMenu({ isImporting, onFile, onAdded }: InsertMenuProps) {
  const text = useText()
  const { act } = useBench()
  const add = (kind: Kind) => {
    act((now) =>
      addElements(now, [newElement(kind, text(kind === 'microtext' ? 'new.microtext' : 'new.text'))]),
    )
    onAdded()
  }
  return (
    <Group className="insert" aria-label={text('insert.label')}>
      <Button icon="plus" onPress={() => add('text')}>
        {text('insert.text')}
      </Button>
      {names.map((name) => (
        <MenuTrigger key={name}>
          <AriaButton className="button plain">
            <span>{text(`insert.${name}`)}</span>
            <Icon name="arrow" />
          </AriaButton>
          <Popover>
            <Menu className="options" onAction={(kind) => add(kind as Kind)}>
              {menus[name].map((kind) => (
                <MenuItem key={kind} id={kind} className="option">
                  {text(`kind.${kind}`)}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      ))}
      <FileTrigger
        acceptedFileTypes={['image/svg+xml', 'image/png', 'image/jpeg', 'application/pdf']}
        onSelect={(files) => onFile(files?.[0])}
      >
        <Button icon="download" isPending={isImporting}>
          {text('insert.file')}
        </Button>
      </FileTrigger>
    </Group>
  )
}
