import { useState } from 'react'
import { call } from '../../api/call.ts'
import { addPartnerKey, revokePartnerKey, type Partner, type PartnerKey } from '../../api/partners.ts'
import { useChange } from '../../api/reading.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

/** What a partner's systems prove themselves with. */
export function Keys({ partner }: { partner: Partner }) {
  const text = useText()
  const mayAdd = useMay(['administrator'])
  const mayRevoke = useMay(managers)
  return (
    <Section
      title={text('keys.title')}
      actions={
        <>
          <a className="button quiet" href="/docs">
            {text('keys.docs')}
          </a>
          {mayAdd ? (
            <DialogButton label={text('keys.add')} title={text('keys.add')} icon="plus">
              {(close) => <KeyForm partnerId={partner.id} onDone={close} />}
            </DialogButton>
          ) : null}
        </>
      }
    >
      {partner.keys.length === 0 ? (
        <p className="soft">{text('keys.none')}</p>
      ) : (
        <Table
          caption={text('keys.title')}
          rows={partner.keys}
          keyOf={({ id }) => id}
          columns={[
            { title: text('keys.name'), cell: ({ name }) => name },
            {
              title: text('keys.state'),
              cell: ({ revokedAt }) => (
                <Badge tone={revokedAt ? 'bad' : 'good'} icon={revokedAt ? 'close' : 'check'}>
                  {text(revokedAt ? 'keys.revoked' : 'keys.active')}
                </Badge>
              ),
            },
            { title: text('keys.created'), cell: ({ createdAt }) => <DateTime at={createdAt} /> },
            {
              title: text('keys.do'),
              cell: (key) =>
                key.revokedAt || !mayRevoke ? null : (
                  <DialogButton
                    label={text('keys.revoke')}
                    title={`${text('keys.revoke')} · ${key.name}`}
                    kind="quiet"
                    icon="lock"
                  >
                    {(close) => <RevokeForm partnerId={partner.id} of={key} onDone={close} />}
                  </DialogButton>
                ),
            },
          ]}
        />
      )}
    </Section>
  )
}

function KeyForm({ partnerId, onDone }: { partnerId: string; onDone: () => void }) {
  const text = useText()
  const [name, setName] = useState('')
  const command = useChange((body: { name: string }, commandId) =>
    call(addPartnerKey, { params: { id: partnerId }, body, commandId }),
  )
  if (command.data)
    return (
      <>
        <Notice tone="caution" title={text('keys.words')} />
        <p>
          <code translate="no">{command.data.key}</code>
        </p>
        <DialogActions>
          <Button kind="primary" onPress={onDone}>
            {text('keys.done')}
          </Button>
        </DialogActions>
      </>
    )
  return (
    <OfficeForm
      submit={text('keys.add')}
      command={command}
      isComplete={isWritten(name)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ name: name.trim() })}
    >
      <RequiredText label={text('keys.name')} value={name} onChange={setName} maxLength={60} />
    </OfficeForm>
  )
}

function RevokeForm({ partnerId, of, onDone }: { partnerId: string; of: PartnerKey; onDone: () => void }) {
  const text = useText()
  const command = useChange((_: void, commandId) =>
    call(revokePartnerKey, { params: { id: partnerId, keyId: of.id }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('keys.revoke')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{text('keys.revoke.words')}</p>
    </OfficeForm>
  )
}
