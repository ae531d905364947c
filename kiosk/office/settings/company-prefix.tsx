import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { getGs1, setGs1 } from '../../api/serials.ts'
import { DialogButton } from '../dialog-button.tsx'
import { RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

const prefixPattern = /^[0-9]{4,11}$/

/** The company prefix that GS1 licensed to the shop; it is set once, because cards carry it. */
export function CompanyPrefix() {
  const text = useText()
  const gs1 = useRead(getGs1)
  const maySet = useMay(['administrator'])
  const prefix = gs1.data?.prefix
  return (
    <Section
      title={text('gs1.title')}
      actions={
        maySet && prefix === null ? (
          <DialogButton label={text('gs1.set')} title={text('gs1.set')} icon="pen">
            {(close) => <PrefixForm onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      <Trouble of={[gs1]} />
      {prefix === null ? <p className="soft">{text('gs1.none')}</p> : null}
      {prefix ? (
        <p>
          {text('gs1.prefix')} <strong className="figures">{prefix}</strong>
        </p>
      ) : null}
    </Section>
  )
}

function PrefixForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const [prefix, setPrefix] = useState('')
  const isPrefix = prefixPattern.test(prefix)
  const command = useChange((body: { prefix: string }, commandId) => call(setGs1, { body, commandId }))
  return (
    <OfficeForm
      submit={text('gs1.submit')}
      command={command}
      isComplete={isPrefix}
      onCancel={onDone}
      onSubmit={() => command.mutate({ prefix }, { onSuccess: onDone })}
    >
      <p>{text('gs1.words')}</p>
      <RequiredText
        label={text('gs1.field')}
        help={text('gs1.help')}
        value={prefix}
        onChange={(typed) => setPrefix(typed.replaceAll(/\D/g, ''))}
        inputMode="numeric"
        maxLength={11}
        wrongWhenSent={isPrefix ? undefined : text('gs1.wrong')}
      />
    </OfficeForm>
  )
}
