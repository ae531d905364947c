import { Group } from 'react-aria-components/Group'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { sides, type Side } from '../../../../card-designs/engine/design.ts'
import { useText } from './texts.ts'

export function SideSwitch({ side, onChange }: { side: Side; onChange: (side: Side) => void }) {
  const text = useText()
  return (
    <Group className="side-switch" aria-label={text('side.label')}>
      {sides.map((one) => (
        <ToggleButton
          key={one}
          className="side-button"
          isSelected={side === one}
          onChange={() => onChange(one)}
        >
          {text(`side.${one}`)}
        </ToggleButton>
      ))}
    </Group>
  )
}
