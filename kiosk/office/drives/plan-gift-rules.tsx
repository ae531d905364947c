import type { DrivePlan } from '../../api/drives.ts'
import { getProgramme } from '../../api/programmes.ts'
import { useRead } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { Select } from '../../ui/select.tsx'
import { FormPart } from '../form-part.tsx'
import type { PlanPart } from './plan-part.ts'
import { useText } from './texts.ts'

type Rule = DrivePlan['gifts'][number]

const none = ''

/** One gift a new member: for which level each is, and which must run out before another is given. */
export function GiftRulesPart({ drive, plan: { gifts }, change }: PlanPart) {
  const text = useText()
  const nameOf = useName()
  const levels = useRead(getProgramme, { params: { id: drive.programmeId } }).data?.rules.levels ?? []
  const nameOfGift = (giftId: string) => {
    const gift = drive.gifts.find((one) => one.giftId === giftId)
    return gift ? nameOf(gift) : ''
  }
  const set = (giftId: string, part: Partial<Rule>) =>
    change({ gifts: gifts.map((rule) => (rule.giftId === giftId ? { ...rule, ...part } : rule)) })
  if (gifts.length === 0) return null
  return (
    <FormPart title={text('rules.title')} help={text('rules.help')}>
      {gifts.map(({ giftId, levels: chosen, insteadOf }) => (
        <div className="form-row" key={giftId}>
          <Select
            label={text('rules.level', { gift: nameOfGift(giftId) })}
            value={chosen?.[0] ?? none}
            onChange={(level) => set(giftId, { levels: level === none ? null : [level] })}
            options={[
              { value: none, label: text('rules.every-level') },
              ...levels.map((level) => ({ value: level.code, label: nameOf(level) })),
            ]}
          />
          <Select
            label={text('rules.instead', { gift: nameOfGift(giftId) })}
            value={insteadOf ?? none}
            onChange={(other) => set(giftId, { insteadOf: other === none ? null : other })}
            options={[
              { value: none, label: text('rules.at-once') },
              ...gifts
                .filter((rule) => rule.giftId !== giftId)
                .map((rule) => ({
                  value: rule.giftId,
                  label: text('rules.after', { gift: nameOfGift(rule.giftId) }),
                })),
            ]}
          />
        </div>
      ))}
    </FormPart>
  )
}
