import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { useName } from '../../i18n/names.ts'
import { GiftPicture } from '../../ui/gift-picture.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useText } from '../texts.ts'
import type { StepProps } from './step-props.ts'
import { LackLine } from './lack-line.tsx'
import { noGift } from './state.ts'

/** What lies on the table now: the figures move while somebody chooses. */
export function GiftStep({ desk, form, lacks, fill }: StepProps) {
  const text = useText()
  const nameOf = useName()
  return (
    <>
      <p className="soft">{text('gift.only-new')}</p>
      <LackLine lacks={lacks} of={['gift-missing', 'gift-gone']} />
      <RadioGroup
        className="gifts"
        aria-label={text('gift.title')}
        value={form.gift}
        onChange={(gift) => fill({ gift })}
      >
        {desk.stock.gifts.map((gift) => (
          <Radio key={gift.giftId} value={gift.giftId} className="gift" isDisabled={gift.onHand === 0}>
            <GiftPicture picture={gift.picture} />
            <span className="gift-name">{nameOf(gift)}</span>
            <span className="soft figures">
              {gift.onHand === 0 ? text('gift.gone') : text('gift.left', { count: gift.onHand })}
            </span>
            <ChosenMark />
          </Radio>
        ))}
        <Radio value={noGift} className="gift none">
          <span className="gift-name">{text('gift.none')}</span>
          <ChosenMark />
        </Radio>
      </RadioGroup>
    </>
  )
}

const ChosenMark = () => (
  <span className="gift-mark">
    <Icon name="check" />
  </span>
)
