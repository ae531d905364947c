import { useState } from 'react'
import { call } from '../../api/call.ts'
import { openActivity, type NewActivity } from '../../api/occasions.ts'
import { getProgramme, getProgrammes } from '../../api/programmes.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { DialogButton } from '../dialog-button.tsx'
import { RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useShopDay } from '../shop-day.ts'
import { useText } from './texts.ts'

export function OpenActivity() {
  const text = useText()
  return (
    <DialogButton label={text('open')} title={text('open')} kind="primary" icon="plus">
      {(close) => <OpenForm onDone={close} />}
    </DialogButton>
  )
}

function OpenForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const nameOf = useName()
  const today = useShopDay()
  const programmeId = useRead(getProgrammes).data?.programmes[0]?.id
  const programme = useRead(getProgramme, {
    params: { id: programmeId ?? '' },
    isWanted: programmeId !== undefined,
  })
  const kinds = programme.data?.rules.earn.activities ?? []
  const [chosen, setCode] = useState<string>()
  const [fromDay, setFromDay] = useState(today)
  const [untilDay, setUntilDay] = useState(today)
  const code = chosen ?? kinds[0]?.code
  const command = useChange((body: NewActivity, commandId) => call(openActivity, { body, commandId }))
  const send = () => {
    if (programmeId === undefined || code === undefined) return
    command.mutate({ programmeId, code, fromDay, untilDay }, { onSuccess: onDone })
  }
  return (
    <OfficeForm
      submit={text('open.submit')}
      command={command}
      isComplete={code !== undefined && fromDay !== '' && untilDay !== ''}
      onCancel={onDone}
      onSubmit={send}
    >
      <p>{text(programme.data && kinds.length === 0 ? 'open.no-rules' : 'open.words')}</p>
      <RequiredSelect
        label={text('open.kind')}
        value={code}
        onChange={setCode}
        options={kinds.map((each) => ({ value: each.code, label: nameOf(each) }))}
      />
      <RequiredText label={text('open.from')} type="date" value={fromDay} onChange={setFromDay} />
      <RequiredText label={text('open.until')} type="date" value={untilDay} onChange={setUntilDay} />
    </OfficeForm>
  )
}
