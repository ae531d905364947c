import { getFreeSlots, type KioskGift } from '../../api/kiosks.ts'
import { useFormats } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useUiText } from '../../ui/texts.ts'
import { useMine } from './session-queries.tsx'
import { useSessionText } from './texts.ts'
import './slot-choice.css'

interface SlotChoiceProps {
  gift: KioskGift
  isPending: boolean
  onTake: (slotId: string) => void
}

/** When a service can be had: each free appointment is a button that takes it. */
export function SlotChoice({ gift, isPending, onTake }: SlotChoiceProps) {
  const text = useSessionText()
  const uiText = useUiText()
  const { day, time } = useFormats()
  const { data } = useMine(getFreeSlots, { giftId: gift.giftId })
  if (!data) return <output>{uiText('loading')}</output>
  const days = [...new Set(data.slots.map(({ startsAt }) => dayIn(startsAt)))]
  if (days.length === 0) return <Notice tone="plain" title={text('slots.none')} />
  return (
    <section className="slots" aria-label={text('slots.title')}>
      <p className="lead">{text('slots.title')}</p>
      {days.map((each) => (
        <div key={each}>
          <h2>{day(each)}</h2>
          <div className="slots-of-day">
            {data.slots
              .filter(({ startsAt }) => dayIn(startsAt) === each)
              .map(({ id, startsAt, capacity, taken }) => (
                <Button key={id} isDisabled={isPending} onPress={() => onTake(id)}>
                  {text('slots.take', { time: time(startsAt), count: capacity - taken })}
                </Button>
              ))}
          </div>
        </div>
      ))}
    </section>
  )
}

const dayIn = (moment: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date(moment))
