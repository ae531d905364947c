import { Link, useParams } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { call } from '../../api/call.ts'
import { getDrive, getForms, putFormAside, type Drive, type OpenForm } from '../../api/drives.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { RefuseForm } from '../deciding.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { FindForm } from './find-form.tsx'
import { FormPagesLink } from './form-pages-link.tsx'
import { PrintForms } from './print-forms.tsx'
import { TypeForm, type Served, type Typed } from './type-form.tsx'
import { useText } from './texts.ts'
import './drives.css'

/** Application forms on paper: printed with numbers, filled in by hand, typed in here. */
export function FormsPage() {
  const text = useText()
  const { driveId = '' } = useParams({ strict: false })
  const drive = useRead(getDrive, { params: { driveId } })
  const forms = useRead(getForms, { params: { driveId } })
  const [typed, setTyped] = useState<Typed>()
  const [served, setServed] = useState<Served>({})
  const { printed = 0, typed: done = 0, aside = 0, open = [] } = forms.data ?? {}
  const left = printed - done - aside
  const typing = (form: Pick<OpenForm, 'formId'>, close: () => void) =>
    drive.data ? (
      <TypeForm
        drive={drive.data}
        formId={form.formId}
        served={served}
        onCancel={close}
        onDone={(what, by) => {
          setTyped(what)
          setServed(by)
          close()
        }}
      />
    ) : null
  return (
    <Page
      title={text('forms.title', { name: drive.data?.name ?? '…' })}
      lead={forms.data ? text('forms.lead', { left, printed, typed: done, aside }) : undefined}
      help={text('forms.help')}
      back={
        <Link to="/drives/$driveId" params={{ driveId }}>
          {text('evening.back')}
        </Link>
      }
      actions={<PrintForms driveId={driveId} />}
    >
      <Trouble of={[drive, forms]} />
      {typed ? (
        <Notice
          tone="good"
          title={text(`forms.typed.${typed.outcome}`, { name: typed.name, card: typed.cardNumber })}
        />
      ) : null}
      <FindForm driveId={driveId}>{typing}</FindForm>
      <Section title={text('forms.open')}>
        {forms.data && open.length === 0 ? <p className="soft">{text('forms.none')}</p> : null}
        {left > open.length && open.length > 0 ? (
          <p className="soft">{text('forms.first', { count: open.length })}</p>
        ) : null}
        {drive.data && open.length > 0 ? (
          <OpenForms drive={drive.data} forms={open}>
            {typing}
          </OpenForms>
        ) : null}
      </Section>
    </Page>
  )
}

interface OpenFormsProps {
  drive: Drive
  forms: readonly OpenForm[]
  children: (form: OpenForm, close: () => void) => ReactNode
}

function OpenForms({ drive, forms, children }: OpenFormsProps) {
  const text = useText()
  return (
    <Table
      caption={text('forms.open')}
      rows={forms}
      keyOf={({ formId }) => formId}
      columns={[
        {
          title: text('forms.number'),
          cell: ({ formId }) => <span className="figures form-number">{formId.toUpperCase()}</span>,
        },
        { title: text('forms.printed-by'), cell: ({ printedBy }) => printedBy },
        { title: text('moves.when'), cell: ({ printedAt }) => <DateTime at={printedAt} /> },
        {
          title: text('booths.do'),
          cell: (form) => (
            <div className="actions">
              <DialogButton label={text('forms.type')} title={text('forms.type.title')} icon="pen">
                {(close) => children(form, close)}
              </DialogButton>
              <FormPagesLink driveId={drive.id} formIds={[form.formId]}>
                {text('forms.again')}
              </FormPagesLink>
              <DialogButton label={text('forms.aside')} title={text('forms.aside.title')} kind="quiet">
                {(close) => <AsideForm formId={form.formId} onDone={close} />}
              </DialogButton>
            </div>
          ),
        },
      ]}
    />
  )
}

function AsideForm({ formId, onDone }: { formId: string; onDone: () => void }) {
  const text = useText()
  const command = useChange((body: { reason: string }, commandId) =>
    call(putFormAside, { params: { formId }, body, commandId }),
  )
  return (
    <RefuseForm
      submit={text('forms.aside')}
      command={command}
      onCancel={onDone}
      onRefuse={(body) => command.mutate(body, { onSuccess: onDone })}
    >
      <p>{text('forms.aside.words')}</p>
    </RefuseForm>
  )
}
