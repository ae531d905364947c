import { call } from '../../api/call.ts'
import { getColourProfiles, removeColourProfile, type ColourProfile } from '../../api/printing.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { AddPress } from './add-press.tsx'
import { useText } from './texts.ts'

/** The presses that PDFs are made for, by their ICC profiles; whoever may not add one sees them once there are some. */
export function Presses() {
  const text = useText()
  const { number } = useFormats()
  const isAdministrator = useMay(['administrator'])
  const read = useRead(getColourProfiles)
  const profiles = read.data?.profiles ?? []
  if (profiles.length === 0 && !isAdministrator) return null
  return (
    <Section title={text('presses.title')} actions={isAdministrator ? <AddPress /> : null}>
      <Trouble of={[read]} />
      {profiles.length === 0 ? (
        <p className="soft">{text('presses.none')}</p>
      ) : (
        <Table
          caption={text('presses.title')}
          rows={profiles}
          keyOf={({ id }) => id}
          columns={[
            { title: text('presses.name'), cell: ({ name }) => name },
            {
              title: text('presses.used'),
              cell: ({ printers, waitingFiles }) =>
                [
                  ...printers,
                  ...(waitingFiles > 0 ? [text('presses.files', { count: waitingFiles })] : []),
                ].join(text('presses.and')) || text('presses.unused'),
            },
            {
              title: text('presses.added'),
              cell: ({ addedAt, addedBy }) => (
                <>
                  <DateTime at={addedAt} /> <span className="small-line soft">{addedBy}</span>
                </>
              ),
            },
            {
              title: text('presses.size'),
              isNumber: true,
              cell: ({ bytes }) => text('presses.kilobytes', { kilobytes: number(Math.ceil(bytes / 1_000)) }),
            },
            ...(isAdministrator
              ? [
                  {
                    title: text('printer.do'),
                    cell: (profile: ColourProfile) => <RemoveDialog profile={profile} />,
                  },
                ]
              : []),
          ]}
        />
      )}
    </Section>
  )
}

function RemoveDialog({ profile }: { profile: ColourProfile }) {
  const text = useText()
  return (
    <DialogButton
      label={text('presses.remove')}
      title={text('presses.remove.title', { name: profile.name })}
      icon="close"
      kind="quiet"
    >
      {(close) => <RemoveForm profileId={profile.id} onDone={close} />}
    </DialogButton>
  )
}

function RemoveForm({ profileId, onDone }: { profileId: string; onDone: () => void }) {
  const text = useText()
  const command = useChange((_: undefined, commandId) =>
    call(removeColourProfile, { params: { profileId }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('presses.remove.submit')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{text('presses.remove.words')}</p>
    </OfficeForm>
  )
}
