import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Form as AriaForm } from 'react-aria-components/Form'
import { Button } from '../../ui/button.tsx'
import { Steps } from '../../ui/steps.tsx'
import { useText } from '../texts.ts'
import type { BoothLive } from '../use-booth-live.ts'
import { CardStep, type JudgeCard } from './card-step.tsx'
import { ConsentStep } from './consent-step.tsx'
import { Discard } from './discard.tsx'
import { GiftStep } from './gift-step.tsx'
import { InHand } from './in-hand.tsx'
import { firstLacking, lacksOf } from './missing.ts'
import { PersonStep } from './person-step.tsx'
import { RefusalNotice } from './refusal-notice.tsx'
import { readShownCard } from './shown-card.ts'
import { steps, type CardInHand, type Enrolment, type Form, type Step } from './state.ts'
import type { FormDesk } from './form-desk.ts'
import type { StepProps } from './step-props.ts'
import type { EnrolmentInHand } from './use-enrolment.ts'

interface FormScreenProps extends Omit<EnrolmentInHand, 'enrolment'> {
  enrolment: Extract<Enrolment, { at: 'form' }>
  desk: FormDesk
  live: BoothLive
  /** Says of a number as it is typed whether it is known already. */
  phoneHint?: (phone: string) => ReactNode
  /** What can be said of a card without asking the server. */
  judgeCard?: JudgeCard
  /** Other ways to show a card than those of every booth. */
  cardWays?: ReactNode
}

/** The form, one step at a time, beside what is in the hand. */
export function FormScreen({ enrolment, happened, send, desk, live, ...ways }: FormScreenProps) {
  const text = useText()
  const { step, form, refusal } = enrolment
  const [tried, setTried] = useState<{ step: Step }>()
  const [shown, setShown] = useState<CardInHand>()
  const lacks = tried?.step === step ? lacksOf(step, form, desk) : []
  const place = useFocus(step, tried)

  const fill = (part: Partial<Form>) => happened({ type: 'filled', part })
  const go = (to: Step) => happened({ type: 'went', to })
  const before = steps[steps.indexOf(step) - 1]
  const after = steps[steps.indexOf(step) + 1]
  const typed = form.typedCard ?? ''
  const isTyping = step === 'card' && !form.card && typed.trim() !== ''

  const goOn = () => {
    const card = isTyping ? readShownCard(typed, 'hand') : undefined
    if (card) {
      fill({ typedCard: '' })
      return setShown(card)
    }
    const lacking = after ? lacksOf(step, form, desk).length > 0 && step : firstLacking(form, desk)
    if (!lacking) return after ? go(after) : send()
    setTried({ step: lacking })
    return lacking === step ? undefined : go(lacking)
  }

  const discard = () => {
    setShown(undefined)
    happened({ type: 'next-person' })
  }

  return (
    <AriaForm
      className="enrolling"
      onSubmit={(event) => {
        event.preventDefault()
        goOn()
      }}
    >
      <Steps labels={steps.map((name) => text(`step.${name}`))} current={steps.indexOf(step)} />
      <div className="enrolling-form" ref={place}>
        <h1 tabIndex={-1}>{text(`${step}.title`)}</h1>
        {refusal ? <RefusalNotice problem={refusal} /> : null}
        {stepOf(step)}
      </div>
      <InHand desk={desk} live={live} card={form.card} gift={form.gift} isCardStep={step === 'card'} />
      <div className="enrolling-action">
        {before ? (
          <Button icon="back" onPress={() => go(before)}>
            {text('back')}
          </Button>
        ) : null}
        <Discard isLost={false} onDiscard={discard} />
        <Button kind="primary" type="submit">
          {text(isTyping ? 'card.use' : after ? 'next' : 'enrol')}
        </Button>
      </div>
    </AriaForm>
  )

  function stepOf(step: Step) {
    const props: StepProps = { desk, form, lacks, fill }
    switch (step) {
      case 'person':
        return <PersonStep {...props} hint={ways.phoneHint?.(form.phone)} />
      case 'consent':
        return <ConsentStep {...props} />
      case 'card':
        return (
          <CardStep {...props} live={live} shown={shown} onShown={setShown} judge={ways.judgeCard}>
            {ways.cardWays}
          </CardStep>
        )
      case 'gift':
        return <GiftStep {...props} />
    }
  }
}

/** A new step is announced by its question; after a try that lacks something, the first lack is where to go on. */
function useFocus(step: Step, tried: object | undefined) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const first = step === 'person' ? 'input' : 'h1'
    place.current?.querySelector<HTMLElement>(first)?.focus()
  }, [step])
  useEffect(() => {
    if (tried) place.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-lack]')?.focus()
  }, [tried])
  return place
}
