import { useFormats } from '../../i18n/format.ts'
import { NumberField } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import type { PlanPart } from './plan-part.ts'
import { useText } from './texts.ts'

/** A target for each booth and day; 0: none. */
export function TargetsPart({ drive, plan: { targets, days }, change }: PlanPart) {
  const text = useText()
  const { day: inWords } = useFormats()
  const set = (boothId: string, day: string, target: number | undefined) => {
    const others = targets.filter((row) => row.boothId !== boothId || row.day !== day)
    change({ targets: target ? [...others, { boothId, day, target }] : others })
  }
  return (
    <FormPart title={text('targets.title')} help={text('targets.help')}>
      {drive.booths.map((booth) => (
        <div className="form-row" key={booth.id}>
          {days
            .filter(({ day }) => day)
            .map(({ day }) => (
              <NumberField
                key={day}
                label={`${booth.name} · ${inWords(day)}`}
                value={targets.find((row) => row.boothId === booth.id && row.day === day)?.target ?? 0}
                min={0}
                max={1_000_000}
                onChange={(target) => set(booth.id, day, target)}
              />
            ))}
        </div>
      ))}
    </FormPart>
  )
}
