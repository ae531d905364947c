import { useState } from 'react'
import { call } from '../../api/call.ts'
import { proposeAgreement, type Partner, type Terms } from '../../api/partners.ts'
import { useChange } from '../../api/reading.ts'
import { TextField } from '../../ui/text-field.tsx'
import { OfficeForm } from '../office-form.tsx'
import { OptionalUnits, Units } from '../programme/rules/fields.tsx'
import { useText } from './texts.ts'

type Figures = Omit<Terms, 'note' | 'startsAt'>

const START: Figures = {
  paysFenPerHundred: 100,
  getsFenPerHundred: 100,
  fenPerPoint: 1000,
  earnPerDay: null,
  earnPerMonth: null,
  burnPerDay: null,
  burnPerMonth: null,
  cancelDays: 7,
  lateDays: 31,
}

/** A new version, begun from the one before. */
export function AgreementForm({ partner, onDone }: { partner: Partner; onDone: () => void }) {
  const text = useText()
  const before = partner.agreements.find(({ state }) => state === 'approved')
  const [terms, setTerms] = useState<Figures>(() => figuresOf(before ?? START))
  const [note, setNote] = useState('')
  const [day, setDay] = useState('')
  const set = (part: Partial<Figures>) => setTerms({ ...terms, ...part })
  const command = useChange((body: Terms, commandId) =>
    call(proposeAgreement, { params: { id: partner.id }, body, commandId }),
  )
  const hasRate = terms.paysFenPerHundred !== null || terms.getsFenPerHundred !== null
  return (
    <OfficeForm
      submit={text('agreement.submit')}
      command={command}
      isComplete={hasRate && !Object.values(terms).some((value) => Number.isNaN(value))}
      onCancel={onDone}
      onSubmit={() =>
        command.mutate(
          { ...terms, note: note.trim(), startsAt: day === '' ? null : `${day}T00:00:00+08:00` },
          { onSuccess: onDone },
        )
      }
    >
      <p>{text('agreement.words')}</p>
      <OptionalUnits
        label={text('agreement.pays.field')}
        help={text('agreement.pays.help')}
        scale={100}
        max={1_000_000}
        value={terms.paysFenPerHundred}
        onChange={(paysFenPerHundred) => set({ paysFenPerHundred })}
      />
      <OptionalUnits
        label={text('agreement.gets.field')}
        help={text('agreement.gets.help')}
        scale={100}
        max={1_000_000}
        value={terms.getsFenPerHundred}
        onChange={(getsFenPerHundred) => set({ getsFenPerHundred })}
      />
      <OptionalUnits
        label={text('agreement.rate.field')}
        help={text('agreement.rate.help')}
        scale={100}
        min={1}
        max={1_000_000}
        value={terms.fenPerPoint}
        onChange={(fenPerPoint) => set({ fenPerPoint })}
      />
      <Limit
        label={text('agreement.earnDay')}
        value={terms.earnPerDay}
        onChange={(earnPerDay) => set({ earnPerDay })}
      />
      <Limit
        label={text('agreement.earnMonth')}
        value={terms.earnPerMonth}
        onChange={(earnPerMonth) => set({ earnPerMonth })}
      />
      <Limit
        label={text('agreement.burnDay')}
        value={terms.burnPerDay}
        onChange={(burnPerDay) => set({ burnPerDay })}
      />
      <Limit
        label={text('agreement.burnMonth')}
        value={terms.burnPerMonth}
        onChange={(burnPerMonth) => set({ burnPerMonth })}
      />
      <Units
        label={text('agreement.cancelDays')}
        help={text('agreement.cancelDays.help')}
        max={90}
        value={terms.cancelDays}
        onChange={(cancelDays) => set({ cancelDays })}
      />
      <Units
        label={text('agreement.lateDays')}
        max={366}
        value={terms.lateDays}
        onChange={(lateDays) => set({ lateDays })}
      />
      <TextField
        label={text('agreement.from')}
        help={text('agreement.from.help')}
        type="date"
        value={day}
        onChange={setDay}
      />
      <TextField label={text('agreement.note')} value={note} onChange={setNote} maxLength={200} />
    </OfficeForm>
  )
}

function Limit(field: { label: string; value: number | null; onChange: (points: number | null) => void }) {
  const text = useText()
  return <OptionalUnits {...field} help={text('agreement.limit.help')} min={1} />
}

const figuresOf = (terms: Figures): Figures => ({
  paysFenPerHundred: terms.paysFenPerHundred,
  getsFenPerHundred: terms.getsFenPerHundred,
  fenPerPoint: terms.fenPerPoint,
  earnPerDay: terms.earnPerDay,
  earnPerMonth: terms.earnPerMonth,
  burnPerDay: terms.burnPerDay,
  burnPerMonth: terms.burnPerMonth,
  cancelDays: terms.cancelDays,
  lateDays: terms.lateDays,
})
