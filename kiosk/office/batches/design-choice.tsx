import { Label, Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import type { Design } from '../../api/designs.ts'
import { useName } from '../../i18n/names.ts'
import { CardPicture } from '../../ui/card-picture.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useText } from './texts.ts'

interface DesignChoiceProps {
  designs: readonly Design[]
  value: string | undefined
  onChange: (code: string) => void
}

/** The cards themselves, side by side: one chooses with the eye. */
export function DesignChoice({ designs, value, onChange }: DesignChoiceProps) {
  const text = useText()
  const nameOf = useName()
  return (
    <RadioGroup className="field" value={value ?? null} onChange={onChange}>
      <Label>{text('new.design')}</Label>
      <div className="design-choices">
        {designs.map((design) => (
          <Radio key={design.code} value={design.code} className="choice design-choice">
            <CardPicture designId={design.code} name={nameOf(design)} />
            <span className="design-choice-name">
              <span className="mark round">
                <Icon name="check" />
              </span>
              {nameOf(design)}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
