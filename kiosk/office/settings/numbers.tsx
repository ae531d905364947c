import { call } from '../../api/call.ts'
import { getProgrammes } from '../../api/programmes.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { beginNumberScheme, getNumberSchemes } from '../../api/serials.ts'
import { useFormats } from '../../i18n/format.ts'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

/** Under which keys card numbers are drawn, of the programme that the shop runs: the latest. */
export function Numbers() {
  const programmes = useRead(getProgrammes)
  const programme = programmes.data?.programmes.at(-1)
  return (
    <>
      <Trouble of={[programmes]} />
      {programme ? <Schemes programmeId={programme.id} /> : null}
    </>
  )
}

function Schemes({ programmeId }: { programmeId: string }) {
  const text = useText()
  const { date } = useFormats()
  const schemes = useRead(getNumberSchemes, { params: { programmeId } })
  const mayBegin = useMay(['administrator'])
  const list = schemes.data?.schemes ?? []
  return (
    <Section
      title={text('numbers.title')}
      actions={
        mayBegin && list.length > 0 ? (
          <DialogButton label={text('numbers.begin')} title={text('numbers.begin')} icon="refresh">
            {(close) => <BeginForm programmeId={programmeId} onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      <Trouble of={[schemes]} />
      {schemes.data && list.length === 0 ? <p className="soft">{text('numbers.none')}</p> : null}
      {list.length > 0 ? (
        <Table
          caption={text('numbers.title')}
          rows={list}
          keyOf={({ version }) => String(version)}
          columns={[
            { title: text('numbers.version'), cell: ({ version }) => version },
            { title: text('numbers.first'), isNumber: true, cell: ({ firstSequence }) => firstSequence + 1 },
            { title: text('numbers.keys'), isNumber: true, cell: ({ keyGeneration }) => keyGeneration },
            { title: text('numbers.began'), cell: ({ beganAt }) => date(beganAt) },
          ]}
        />
      ) : null}
    </Section>
  )
}

function BeginForm({ programmeId, onDone }: { programmeId: string; onDone: () => void }) {
  const text = useText()
  const command = useChange((_: void, commandId) =>
    call(beginNumberScheme, { params: { programmeId }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('numbers.begin')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{text('numbers.words')}</p>
    </OfficeForm>
  )
}
