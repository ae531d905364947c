import type { DrivePlan } from '../../api/drives.ts'
import { getGifts } from '../../api/gifts.ts'
import { getProgramme } from '../../api/programmes.ts'
import { useRead } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { Checkbox } from '../../ui/choice.tsx'
import { Select } from '../../ui/select.tsx'
import { FormPart } from '../form-part.tsx'
import type { PlanPart } from './plan-part.ts'
import { useText } from './texts.ts'

type Rule = DrivePlan['gifts'][number]

const none = ''

/** Without any level left it is for all of them. */
function levelsWith(levels: Rule['levels'], code: string, isIn: boolean): Rule['levels'] {
  const others = (levels ?? []).filter((level) => level !== code)
  const now = isIn ? [...others, code] : others
  return now.length === 0 ? null : now
}

/** One gift a new member: for which level each is, and which must run out before another is given. */
export function GiftRulesPart({ drive, plan: { gifts }, change }: PlanPart) {
  const text = useText()
  const nameOf = useName()
  const levels = useRead(getProgramme, { params: { id: drive.programmeId } }).data?.rules.levels ?? []
  const catalogue = useRead(getGifts).data?.gifts ?? []
  const nameOfGift = (giftId: string) => {
    const gift = catalogue.find(({ id }) => id === giftId)
    return gift ? nameOf(gift) : ''
  }
  const set = (giftId: string, part: Partial<Rule>) =>
    change({ gifts: gifts.map((rule) => (rule.giftId === giftId ? { ...rule, ...part } : rule)) })
  if (gifts.length === 0) return null
  return (
    <FormPart title={text('rules.title')} help={text('rules.help')}>
      {gifts.map(({ giftId, levels: chosen, insteadOf }) => (
        <div className="form-row" key={giftId}>
          <fieldset className="gift-levels">
            <legend>{text('rules.level', { gift: nameOfGift(giftId) })}</legend>
            <div className="choices">
              <Checkbox isSelected={chosen === null} onChange={() => set(giftId, { levels: null })}>
                {text('rules.every-level')}
              </Checkbox>
              {levels.map(({ code, ...level }) => (
                <Checkbox
                  key={code}
                  isSelected={chosen?.includes(code) ?? false}
                  onChange={(isIn) => set(giftId, { levels: levelsWith(chosen, code, isIn) })}
                >
                  {nameOf(level)}
                </Checkbox>
              ))}
            </div>
          </fieldset>
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
