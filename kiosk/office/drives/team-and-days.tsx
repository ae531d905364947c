import { useState } from 'react'
import { call } from '../../api/call.ts'
import { addDay, addToTeam, type Drive, type NewDrive } from '../../api/drives.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { getPeople } from '../../api/staff.ts'
import { useFormats } from '../../i18n/format.ts'
import { TextField } from '../../ui/text-field.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { RequiredSelect } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { dayAfter } from '../shop-day.ts'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { lastDay } from './drive-days.ts'
import { useText } from './texts.ts'

interface DialogForm {
  drive: Drive
  onDone: () => void
}

export function TeamSection({ drive }: { drive: Drive }) {
  const text = useText()
  const mayAdd = useMay(managers)
  return (
    <Section
      title={text('team.title')}
      actions={
        mayAdd ? (
          <DialogButton label={text('team.add')} title={text('team.add')} icon="plus">
            {(close) => <TeamForm drive={drive} onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      {drive.team.length === 0 ? <p className="soft">{text('team.none')}</p> : null}
      <ul className="plain-list">
        {drive.team.map(({ staffId, displayName }) => (
          <li key={staffId}>{displayName}</li>
        ))}
      </ul>
    </Section>
  )
}

function TeamForm({ drive, onDone }: DialogForm) {
  const text = useText()
  const people = useRead(getPeople).data?.people ?? []
  const [staffId, setStaffId] = useState<string>()
  const command = useChange((id: string, commandId) =>
    call(addToTeam, { params: { driveId: drive.id }, body: { staffId: id }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('team.submit')}
      command={command}
      isComplete={staffId !== undefined}
      onCancel={onDone}
      onSubmit={() => (staffId ? command.mutate(staffId, { onSuccess: onDone }) : undefined)}
    >
      <RequiredSelect
        label={text('team.who')}
        value={staffId}
        onChange={setStaffId}
        options={people
          .filter(({ id }) => !drive.team.some((member) => member.staffId === id))
          .map(({ id, displayName }) => ({ value: id, label: displayName }))}
      />
    </OfficeForm>
  )
}

export function DaysSection({ drive }: { drive: Drive }) {
  const text = useText()
  const { day } = useFormats()
  const mayAdd = useMay(managers)
  return (
    <Section
      title={text('days.title')}
      actions={
        mayAdd ? (
          <DialogButton label={text('days.add')} title={text('days.add')} icon="plus">
            {(close) => <DayForm drive={drive} onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      <ul className="plain-list">
        {drive.days.map((one) => (
          <li key={one.day} className="figures">
            {day(one.day)} {one.opensAt}–{one.closesAt}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function DayForm({ drive, onDone }: DialogForm) {
  const text = useText()
  const last = drive.days.at(-1)
  const [day, setDay] = useState<NewDrive['days'][number]>({
    day: dayAfter(lastDay(drive)),
    opensAt: last?.opensAt ?? '10:00',
    closesAt: last?.closesAt ?? '21:00',
  })
  const command = useChange((body: typeof day, commandId) =>
    call(addDay, { params: { driveId: drive.id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('days.submit')}
      command={command}
      isComplete={day.day !== '' && day.opensAt !== '' && day.closesAt !== ''}
      onCancel={onDone}
      onSubmit={() => command.mutate(day, { onSuccess: onDone })}
    >
      <TextField
        label={text('new.day')}
        type="date"
        value={day.day}
        onChange={(value) => setDay({ ...day, day: value })}
      />
      <TextField
        label={text('new.opens')}
        type="time"
        value={day.opensAt}
        onChange={(opensAt) => setDay({ ...day, opensAt })}
      />
      <TextField
        label={text('new.closes')}
        type="time"
        value={day.closesAt}
        onChange={(closesAt) => setDay({ ...day, closesAt })}
      />
    </OfficeForm>
  )
}
