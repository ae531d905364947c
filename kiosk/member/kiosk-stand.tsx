import { Suspense, useEffect } from 'react'
import type { KioskState, MemberSession } from '../api/kiosks.ts'
import { AttractScreen } from './attract-screen.tsx'
import { fetchStandingScreens, MemberSpace, RefusedScreen, SimulatedStrip, TakeCardScreen } from './parts.ts'
import { useScanner } from './use-scanner.ts'
import { useStanding } from './use-standing.ts'

interface KioskStandProps {
  state: KioskState
  onLook: () => Promise<MemberSession | null | undefined>
}

/** A paired kiosk: one screen for whoever stands there, and the simulated devices apart from it. */
export function KioskStand({ state, onLook }: KioskStandProps) {
  const { standing, line, changes, scan, leave, dismiss } = useStanding({ state, onLook })
  useScanner(standing.who === 'nobody' || standing.who === 'refused', scan)
  useEffect(fetchStandingScreens, [])
  const place = state.kiosk.placeName
  return (
    <div className="kiosk">
      <div className="kiosk-space">
        {standing.who === 'nobody' ? <AttractScreen place={place} isOffline={line === 'lost'} /> : null}
        {standing.who === 'refused' ? (
          <Suspense>
            <RefusedScreen place={place} code={standing.code} onClose={dismiss} />
          </Suspense>
        ) : null}
        {standing.who === 'card-left' ? (
          <Suspense>
            <TakeCardScreen place={place} />
          </Suspense>
        ) : null}
        {standing.who === 'member' ? (
          <Suspense>
            <MemberSpace
              key={standing.session.id}
              session={standing.session}
              place={place}
              changes={changes}
              isOffline={line === 'lost'}
              onLeave={leave}
            />
          </Suspense>
        ) : null}
      </div>
      <Suspense>
        {state.simulated ? <SimulatedStrip devices={state.simulated} onScan={scan} /> : null}
      </Suspense>
    </div>
  )
}
