import { Suspense, useEffect } from 'react'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { whenQuiet } from '../ui/quiet.ts'
import { useTitle } from '../ui/use-title.ts'
import { AtBooth, fetchAtBooth, PairTablet, TabletPage } from './parts.ts'
import { useText } from './texts.ts'
import { useIdentity } from './use-identity.ts'
import { showView, useView, type View } from './view.ts'
import './booth.css'

/** A paired tablet enrols by itself; every other browser with the server's help. Redeeming and the evening's count need the server. */
export function BoothPage() {
  const view = useView()
  const { identity, isKnown, readAgain } = useIdentity()
  if (!isKnown) return null
  const toTablet = () => {
    readAgain()
    showView('enrolling')
  }
  if (identity && view !== 'evening' && view !== 'redeeming')
    return (
      <Suspense>
        <TabletPage identity={identity} onLeft={readAgain} />
      </Suspense>
    )
  if (view === 'pairing')
    return (
      <Suspense>
        <PairTablet onPaired={toTablet} />
      </Suspense>
    )
  return <WithServer view={view} />
}

function WithServer({ view }: { view: View }) {
  const text = useText()
  const invitation = view === 'evening' ? text('sign-in.evening') : undefined
  useTitle(text(view === 'evening' ? 'evening.title' : 'title'))
  useEffect(() => whenQuiet(fetchAtBooth), [])
  return (
    <SignedIn place={text('place')} invitation={invitation}>
      {(person) => (
        <Suspense>
          <AtBooth key={person.id} person={person} />
        </Suspense>
      )}
    </SignedIn>
  )
}
