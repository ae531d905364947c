import { call } from '../../api/call.ts'
import type { Drive } from '../../api/drives.ts'
import { useCommand } from '../../api/queries.tsx'
import { newLaptopCode, revokeLaptop, type Laptop } from '../../api/tablets.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { OneTimeCode } from './one-time-code.tsx'
import { Revoking } from './revoking.tsx'
import { useText } from './texts.ts'

/** Laptops that gather a drive's tablets: what each kept as it was last heard of, and since when. */
export function Laptops({ drive, laptops }: { drive: Drive; laptops: readonly Laptop[] }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <Section title={text('laptops.title')} actions={<PairLaptop drive={drive} />}>
      <p className="soft">{text('laptops.words')}</p>
      {laptops.length > 0 ? (
        <Table
          caption={text('laptops.title')}
          rows={laptops}
          keyOf={({ id }) => id}
          columns={[
            { title: text('laptops.name'), cell: ({ name }) => name },
            { title: text('list.state'), cell: (laptop) => <LaptopState laptop={laptop} /> },
            { title: text('list.seen'), cell: ({ seenAt }) => <DateTime at={seenAt} /> },
            { title: text('laptops.waiting'), isNumber: true, cell: ({ waiting }) => number(waiting) },
            {
              title: text('laptops.since'),
              cell: ({ waitingSince }) => (waitingSince ? <DateTime at={waitingSince} /> : text('never')),
            },
            {
              title: text('held.do'),
              cell: (laptop) => (laptop.revokedAt === null ? <RevokeLaptop laptop={laptop} /> : null),
            },
          ]}
        />
      ) : null}
    </Section>
  )
}

function LaptopState({ laptop }: { laptop: Laptop }) {
  const text = useText()
  const isOn = laptop.revokedAt === null
  return (
    <Badge tone={isOn ? 'good' : 'caution'} icon={isOn ? 'check' : 'lock'}>
      {text(isOn ? 'state.on' : 'state.revoked')}
    </Badge>
  )
}

function PairLaptop({ drive }: { drive: Drive }) {
  const text = useText()
  return (
    <DialogButton label={text('laptops.pair')} title={text('laptops.pair')} icon="plus">
      {(close) => <PairForm drive={drive} onDone={close} />}
    </DialogButton>
  )
}

function PairForm({ drive, onDone }: { drive: Drive; onDone: () => void }) {
  const text = useText()
  const command = useCommand((_: void, commandId) =>
    call(newLaptopCode, { params: { driveId: drive.id }, commandId }),
  )
  const words = text('laptops.pair.words', { address: globalThis.location.origin })
  if (command.data) return <OneTimeCode code={command.data} words={words} onDone={onDone} />
  return (
    <OfficeForm
      submit={text('pair.make')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate()}
    >
      <p>{words}</p>
    </OfficeForm>
  )
}

function RevokeLaptop({ laptop: { id, name, waiting } }: { laptop: Laptop }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <Revoking
      name={name}
      words={text('laptops.revoke.words', { waiting: number(waiting) })}
      revoke={(commandId) => call(revokeLaptop, { params: { laptopId: id }, commandId })}
    />
  )
}
