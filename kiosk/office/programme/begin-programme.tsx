import { useState } from 'react'
import { call } from '../../api/call.ts'
import { beginProgramme, type NewProgramme } from '../../api/programmes.ts'
import { useChange } from '../../api/reading.ts'
import { isWritten, NumberField, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

export function BeginProgramme() {
  const text = useText()
  const [name, setName] = useState('')
  const [number, setNumber] = useState<number | undefined>(1)
  const command = useChange((body: NewProgramme, commandId) => call(beginProgramme, { body, commandId }))
  return (
    <Section title={text('begin.title')}>
      <p>{text('begin.words')}</p>
      <OfficeForm
        submit={text('begin.submit')}
        command={command}
        isComplete={isWritten(name) && number !== undefined}
        onSubmit={() =>
          number === undefined
            ? undefined
            : command.mutate({ name: name.trim(), number, preset: 'mall-two-level' })
        }
      >
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
