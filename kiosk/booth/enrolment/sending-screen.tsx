import type { BoothDesk } from '../../api/drives.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Steps } from '../../ui/steps.tsx'
import { useText } from '../texts.ts'
import type { BoothLive } from '../use-booth-live.ts'
import { Discard } from './discard.tsx'
import { InHand } from './in-hand.tsx'
import { steps, type Enrolment, type Happening } from './state.ts'

interface SendingScreenProps {
  enrolment: Extract<Enrolment, { at: 'sending' }>
  happened: (happening: Happening) => void
  desk: BoothDesk
  live: BoothLive
}

/** Between the press and the server's word: nothing is called done, and nothing can be changed. */
export function SendingScreen({ enrolment, happened, desk, live }: SendingScreenProps) {
  const text = useText()
  const { form, isLost } = enrolment
  return (
    <div className="enrolling">
      <Steps labels={steps.map((name) => text(`step.${name}`))} current={steps.length - 1} />
      <div className="enrolling-form" aria-live="polite">
        <h1>{text(isLost ? 'lost.title' : 'sending.title')}</h1>
        {isLost ? (
          <Notice tone="caution" title={text('lost.saved')} todo={text('lost.todo')} />
        ) : (
          <p className="lead">{text('sending.words')}</p>
        )}
      </div>
      <InHand desk={desk} live={live} card={form.card} gift={form.gift} isCardStep={false} />
      <div className="enrolling-action">
        {isLost ? <Discard isLost onDiscard={() => happened({ type: 'next-person' })} /> : null}
        <Button kind="primary" isPending={!isLost} onPress={() => happened({ type: 'sent-again' })}>
          {text(isLost ? 'lost.again' : 'sending.title')}
        </Button>
      </div>
    </div>
  )
}
