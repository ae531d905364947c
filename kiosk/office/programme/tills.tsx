import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { addTill, getTills, revokeTill, type Till } from '../../api/tills.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

export function Tills() {
  const text = useText()
  const tills = useRead(getTills)
  return (
    <Section
      title={text('tills.title')}
      actions={
        <>
          <a className="button quiet" href="/docs">
            {text('tills.docs')}
          </a>
          <DialogButton label={text('tills.add')} title={text('tills.add')} icon="plus">
            {(close) => <TillForm onDone={close} />}
          </DialogButton>
        </>
      }
    >
      <Trouble of={[tills]} />
      {tills.data?.tills.length === 0 ? <p className="soft">{text('tills.none')}</p> : null}
      {tills.data && tills.data.tills.length > 0 ? <TillTable tills={tills.data.tills} /> : null}
    </Section>
  )
}

function TillTable({ tills }: { tills: readonly Till[] }) {
  const text = useText()
  const revoke = useChange((id: string, commandId) => call(revokeTill, { params: { id }, commandId }))
  return (
    <Table
      caption={text('tills.title')}
      rows={tills}
      keyOf={({ id }) => id}
      columns={[
        { title: text('tills.name'), cell: ({ name }) => name },
        {
          title: text('tills.state'),
          cell: ({ revokedAt }) => (
            <Badge tone={revokedAt ? 'bad' : 'good'} icon={revokedAt ? 'close' : 'check'}>
              {text(revokedAt ? 'tills.revoked' : 'tills.active')}
            </Badge>
          ),
        },
        { title: text('tills.created'), cell: ({ createdAt }) => <DateTime at={createdAt} /> },
        {
          title: text('tills.do'),
          cell: ({ id, revokedAt }) =>
            revokedAt ? null : (
              <Button kind="quiet" icon="lock" onPress={() => revoke.mutate(id)}>
                {text('tills.revoke')}
              </Button>
            ),
        },
      ]}
    />
  )
}

function TillForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const [name, setName] = useState('')
  const command = useChange((body: { name: string }, commandId) => call(addTill, { body, commandId }))
  if (command.data) return <TillKey value={command.data.key} onDone={onDone} />
  return (
    <OfficeForm
      submit={text('till.submit')}
      command={command}
      isComplete={isWritten(name)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ name: name.trim() })}
    >
      <RequiredText label={text('till.name')} value={name} onChange={setName} maxLength={60} />
    </OfficeForm>
  )
}

function TillKey({ value, onDone }: { value: string; onDone: () => void }) {
  const text = useText()
  return (
    <>
      <p>{text('till.key.words')}</p>
      <p className="till-key">
        <span className="soft">{text('till.key')}</span>
        <code translate="no">{value}</code>
      </p>
      <DialogActions>
        <Button kind="primary" onPress={onDone}>
          {text('till.done')}
        </Button>
      </DialogActions>
    </>
  )
}
