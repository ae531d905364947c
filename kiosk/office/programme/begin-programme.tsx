import { useState } from 'react'
import { call } from '../../api/call.ts'
import { beginProgramme, type NewProgramme } from '../../api/programmes.ts'
import { useChange } from '../../api/reading.ts'
import { Choice } from '../../ui/choice.tsx'
import { isWritten, NumberField, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

const PRESETS = ['mall-two-level', 'spend-levels', 'merit-levels'] as const

export function BeginProgramme() {
  const text = useText()
  const [name, setName] = useState('')
  const [number, setNumber] = useState<number | undefined>(1)
  const [preset, setPreset] = useState<NewProgramme['preset']>('mall-two-level')
  const command = useChange((body: NewProgramme, commandId) => call(beginProgramme, { body, commandId }))
  return (
    <Section title={text('begin.title')}>
      <OfficeForm
        submit={text('begin.submit')}
        command={command}
        isComplete={isWritten(name) && number !== undefined}
        onSubmit={() =>
          number === undefined ? undefined : command.mutate({ name: name.trim(), number, preset })
        }
      >
        <Choice
          label={text('presets')}
          value={preset}
          options={PRESETS.map((value) => ({ value, label: text(`preset.${value}`) }))}
          onChange={setPreset}
        />
        <div className="form-grid">
          <RequiredText label={text('begin.name')} value={name} onChange={setName} maxLength={60} />
          <NumberField
            label={text('begin.number')}
            help={text('begin.number.help')}
            value={number}
            min={0}
            max={99}
            onChange={setNumber}
          />
        </div>
      </OfficeForm>
    </Section>
  )
}
