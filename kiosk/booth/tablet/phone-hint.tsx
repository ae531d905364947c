import { useEffect, useState } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { mobileOf } from '../enrolment/mobile.ts'
import type { PhoneAnswer, Tablet } from '../store/tablet.ts'
import { useText } from './texts.ts'

/** Asked for a number as soon as it is whole. */
export function PhoneHint({ tablet, phone }: { tablet: Tablet; phone: string }) {
  const text = useText()
  const [answer, setAnswer] = useState<{ of: string; says: PhoneAnswer }>()
  const whole = mobileOf(phone)
  useEffect(() => {
    if (!whole) return undefined
    let isHere = true
    tablet.askPhone(whole).then(
      (says) => isHere && setAnswer({ of: whole, says }),
      () => undefined,
    )
    return () => {
      isHere = false
    }
  }, [tablet, whole])
  const says = whole && answer?.of === whole ? answer.says : undefined
  const isKnown = says === 'known' || says === 'perhaps'
  return (
    <output className={`phone-hint ${isKnown ? 'perhaps' : 'soft'}`}>
      {says ? (
        <>
          <Icon name={isKnown ? 'people' : 'info'} /> {text(`phone.${says}`)}
        </>
      ) : null}
    </output>
  )
}
