import { Group } from 'react-aria-components/Group'
import type { Solid } from '../../../../../card-designs/engine/design.ts'
import { Button } from '../../../../ui/button.tsx'
import { useText } from '../texts.ts'
import { SolidField } from './solid-field.tsx'

/** The colours that run into each other, from left to right: two to twelve. */
export function RainbowColours({
  colours,
  onChange,
}: {
  colours: Solid[]
  onChange: (colours: Solid[]) => void
}) {
  const text = useText()
  return (
    <div className="gradient">
      {colours.map((colour, i) => (
        <Group className="gradient-stop" key={i} aria-label={text('paint.stop', { number: i + 1 })}>
          <SolidField
            value={colour}
            onChange={(next) => onChange(colours.map((old, at) => (at === i ? next : old)))}
          />
          {colours.length > 2 ? (
            <Button kind="quiet" onPress={() => onChange(colours.filter((_, at) => at !== i))}>
              {text('paint.remove-stop')}
            </Button>
          ) : null}
        </Group>
      ))}
      <Button
        kind="quiet"
        icon="plus"
        isDisabled={colours.length >= 12}
        onPress={() => onChange([...colours, colours.at(-1) ?? '#1B1A17'])}
      >
        {text('paint.add-stop')}
      </Button>
    </div>
  )
}
