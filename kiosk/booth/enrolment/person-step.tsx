import type { ReactNode } from 'react'
import { TextField } from '../../ui/text-field.tsx'
import { useText } from '../texts.ts'
import type { StepProps } from './step-props.ts'
import type { Lack } from './missing.ts'

export function PersonStep({ form, lacks, fill, hint }: StepProps & { hint: ReactNode }) {
  const text = useText()
  const errorOf = (...of: Lack[]) => {
    const lack = of.find((one) => lacks.includes(one))
    return lack && text(`lack.${lack}`)
  }
  return (
    <div className="person">
      <div>
        <TextField
          label={text('person.phone')}
          help={text('person.phone.help')}
          value={form.phone}
          onChange={(phone) => fill({ phone })}
          type="tel"
          inputMode="tel"
          maxLength={20}
          error={errorOf('phone-missing', 'phone-wrong')}
        />
        {hint}
      </div>
      <TextField
        label={text('person.name')}
        value={form.name}
        onChange={(name) => fill({ name })}
        maxLength={40}
        error={errorOf('name-missing')}
      />
      <TextField
        label={text('person.birthday')}
        help={text('person.birthday.help')}
        value={form.birthday}
        onChange={(typed) => fill({ birthday: writtenDay(typed) })}
        inputMode="numeric"
        maxLength={10}
        error={errorOf('birthday-wrong')}
      />
      <TextField
        label={text('person.introducer')}
        help={text('person.introducer.help')}
        value={form.introducer}
        onChange={(introducer) => fill({ introducer })}
        maxLength={40}
      />
    </div>
  )
}

/** Eight digits become a day as they are typed, in any language of the browser: 19900308 is 1990-03-08. */
function writtenDay(typed: string): string {
  const digits = typed.normalize('NFKC').replaceAll(/\D/g, '').slice(0, 8)
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].filter((part) => part !== '').join('-')
}
