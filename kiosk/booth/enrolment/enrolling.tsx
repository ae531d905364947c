import { useEffect, useEffectEvent } from 'react'
import type { BoothDesk } from '../../api/drives.ts'
import { playCue } from '../../ui/sound-cues.ts'
import { useUiText } from '../../ui/texts.ts'
import { SimulatedHands } from '../simulated-hands.tsx'
import type { BoothLive } from '../use-booth-live.ts'
import { DoneScreen } from './done-screen.tsx'
import type { DraftOwner } from './draft.ts'
import { FormScreen } from './form-screen.tsx'
import { SendingScreen } from './sending-screen.tsx'
import { useEnrolment, type EnrolmentInHand } from './use-enrolment.ts'
import './enrolling.css'

interface EnrollingProps {
  desk: BoothDesk
  owner: DraftOwner
  live: BoothLive
}

/** One person after the other: form, sending, done, next. */
export function Enrolling({ desk, owner, live }: EnrollingProps) {
  const text = useUiText()
  const inHand = useEnrolment(owner, desk.booth.id)
  useReadingSound(live)
  useForgetting(live, inHand?.enrolment.at === 'done')
  if (!inHand) return <output className="lead">{text('loading')}</output>
  return <Screen {...inHand} desk={desk} live={live} />
}

function Screen({ enrolment, happened, send, desk, live }: EnrolmentInHand & Omit<EnrollingProps, 'owner'>) {
  switch (enrolment.at) {
    case 'form':
      return (
        <FormScreen
          enrolment={enrolment}
          happened={happened}
          send={send}
          desk={desk}
          live={live}
          cardWays={<SimulatedHands desk={desk} given={live.given} />}
        />
      )
    case 'sending':
      return <SendingScreen enrolment={enrolment} happened={happened} desk={desk} live={live} />
    case 'done':
      return <DoneScreen enrolment={enrolment} happened={happened} desk={desk} />
  }
}

function useReadingSound({ seen }: BoothLive) {
  const play = useEffectEvent(() =>
    playCue(seen?.kind === 'read' && seen.card.state === 'encoded' ? 'read' : 'not-read'),
  )
  const at = seen?.at
  useEffect(() => {
    if (at !== undefined) play()
  }, [at])
}

function useForgetting({ forget }: BoothLive, isDone: boolean) {
  useEffect(() => {
    if (isDone) forget()
  }, [isDone, forget])
}
