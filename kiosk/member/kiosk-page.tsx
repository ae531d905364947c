import { Suspense } from 'react'
import { getKiosk } from '../api/kiosks.ts'
import { Problem } from '../api/problem.ts'
import { useRead } from '../api/reading.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/notice.tsx'
import { TopBar } from '../ui/top-bar.tsx'
import { useUiText } from '../ui/texts.ts'
import { KioskStand } from './kiosk-stand.tsx'
import { PairingScreen } from './parts.ts'
import './kiosk.css'

/** A browser that is no kiosk yet is paired; a kiosk waits for cards. */
export function KioskPage() {
  const uiText = useUiText()
  const { data: state, error, refetch } = useRead(getKiosk)
  if (state) return <KioskStand state={state} onLook={async () => (await refetch()).data?.session} />
  if (error instanceof Problem && [401, 403].includes(error.status))
    return (
      <Suspense>
        <PairingScreen onPaired={() => void refetch()} />
      </Suspense>
    )
  return (
    <div className="kiosk">
      <div className="kiosk-space">
        <TopBar />
        <main className="kiosk-middle">
          {error ? (
            <ProblemNotice problem={error}>
              <Button icon="refresh" onPress={() => void refetch()}>
                {uiText('problem.retry')}
              </Button>
            </ProblemNotice>
          ) : (
            <output>{uiText('loading')}</output>
          )}
        </main>
      </div>
    </div>
  )
}
