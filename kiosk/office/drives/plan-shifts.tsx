import type { DrivePlan } from '../../api/drives.ts'
import { useFormats } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { RequiredSelect } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import type { PlanPart } from './plan-part.ts'
import { roles } from './plan-team.tsx'
import { useText } from './texts.ts'
import { usePeopleNames } from './use-people-names.ts'

type Shift = DrivePlan['shifts'][number]

/** Who stands where and when. */
export function ShiftsPart({ drive, plan: { shifts, days, team }, change }: PlanPart) {
  const text = useText()
  const { day: inWords } = useFormats()
  const names = usePeopleNames(drive)
  const set = (index: number, part: Partial<Shift>) =>
    change({ shifts: shifts.map((shift, at) => (at === index ? { ...shift, ...part } : shift)) })
  const [booth, day, person] = [drive.booths[0], days[0], team[0]]
  return (
    <FormPart title={text('shifts.title')} help={text('shifts.help')}>
      {shifts.map((shift, index) => (
        // Shifts have no name of their own: their place in the list is what they are.
        // oxlint-disable-next-line react/no-array-index-key
        <div className="form-row" key={`${shifts.length} ${index}`}>
          <Select
            label={text('moves.person')}
            value={shift.staffId}
            onChange={(staffId) => set(index, { staffId })}
            options={team.map(({ staffId }) => ({ value: staffId, label: names.get(staffId) ?? '' }))}
          />
          <Select
            label={text('shifts.role')}
            value={shift.role}
            onChange={(role) => set(index, { role })}
            options={roles.map((role) => ({ value: role, label: text(`shifts.role.${role}`) }))}
          />
          <Select
            label={text('booths.name')}
            value={shift.boothId}
            onChange={(boothId) => set(index, { boothId })}
            options={drive.booths.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <RequiredSelect
            label={text('new.day')}
            value={days.some((one) => one.day === shift.day) ? shift.day : undefined}
            onChange={(chosen) => set(index, { day: chosen })}
            options={days
              .filter((one) => one.day)
              .map((one) => ({ value: one.day, label: inWords(one.day) }))}
          />
          <TextField
            label={text('shifts.from')}
            type="time"
            value={shift.startsAt}
            onChange={(startsAt) => set(index, { startsAt })}
          />
          <TextField
            label={text('shifts.to')}
            type="time"
            value={shift.endsAt}
            onChange={(endsAt) => set(index, { endsAt })}
          />
          <Button
            kind="quiet"
            icon="close"
            onPress={() => change({ shifts: shifts.filter((_, at) => at !== index) })}
          >
            {text('shifts.remove')}
          </Button>
        </div>
      ))}
      {booth && day && person ? (
        <p>
          <Button
            icon="plus"
            onPress={() => {
              const { staffId, role } = person
              const hours = { startsAt: day.opensAt, endsAt: day.closesAt }
              const shift = { boothId: booth.id, day: day.day, staffId, role, ...hours }
              change({ shifts: [...shifts, shift] })
            }}
          >
            {text('shifts.add')}
          </Button>
        </p>
      ) : null}
    </FormPart>
  )
}
