import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { useName } from '../../i18n/names.ts'
import { GiftPicture } from '../../ui/gift-picture.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useText } from '../texts.ts'
import { giftStanding, inTheirTurn, type GiftStanding, type TableGift } from './gift-rule.ts'
import type { StepProps } from './step-props.ts'
import { LackLine } from './lack-line.tsx'
import { noGift } from './state.ts'

/** What lies on the table now: the figures move while somebody chooses. */
export function GiftStep({ desk, form, lacks, fill }: StepProps) {
  const text = useText()
  const nameOf = useName()
  const { gifts } = desk.stock
  return (
    <>
      <p className="soft">{text('gift.only-new')}</p>
      <LackLine lacks={lacks} of={['gift-missing', 'gift-gone', 'gift-not-for-level', 'gift-not-yet']} />
      <RadioGroup
        className="gifts"
        aria-label={text('gift.title')}
        value={form.gift}
        onChange={(gift) => fill({ gift })}
      >
        {inTheirTurn(gifts).map((gift) => {
          const standing = giftStanding(gift, { gifts, level: form.card?.level })
          return (
            <Radio
              key={gift.giftId}
              value={gift.giftId}
              className="gift"
              isDisabled={standing.kind !== 'free'}
            >
              <GiftPicture picture={gift.picture} />
              <span className="gift-name">{nameOf(gift)}</span>
              <span className="soft figures">{stateOf(gift, standing)}</span>
              {ruleOf(gift, standing).map((words) => (
                <span key={words} className="soft">
                  {words}
                </span>
              ))}
              <ChosenMark />
            </Radio>
          )
        })}
        <Radio value={noGift} className="gift none">
          <span className="gift-name">{text('gift.none')}</span>
          <ChosenMark />
        </Radio>
      </RadioGroup>
    </>
  )

  function stateOf({ onHand }: TableGift, { kind }: GiftStanding): string {
    if (kind === 'not-for-level') return text('gift.not-for-level')
    return onHand === 0 ? text('gift.gone') : text('gift.left', { count: onHand })
  }

  /** For whom it is, and what goes first or may go now. */
  function ruleOf({ giftId, levels, insteadOf }: TableGift, standing: GiftStanding): string[] {
    const names = desk.levels.filter(({ code }) => levels?.includes(code)).map(nameOf)
    const instead = gifts.find((gift) => gift.giftId === insteadOf)
    const other = gifts.find((gift) => gift.insteadOf === giftId && gift.onHand > 0)
    return [
      ...(names.length > 0 ? [text('gift.for-levels', { levels: names.join(text('gift.and')) })] : []),
      ...(standing.kind === 'not-yet' ? [text('gift.not-yet', { name: nameOf(standing.first) })] : []),
      ...(standing.kind === 'free' && instead ? [text('gift.instead', { name: nameOf(instead) })] : []),
      ...(standing.kind === 'gone' && other ? [text('gift.gone.other', { name: nameOf(other) })] : []),
    ]
  }
}

const ChosenMark = () => (
  <span className="gift-mark">
    <Icon name="check" />
  </span>
)
