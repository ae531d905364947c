import { lazy, Suspense, useState } from 'react'
import { readSetting, writeSetting } from '../ui/device-setting.ts'
import { useRead } from '../api/reading.ts'
import { getMyBooths } from '../api/drives.ts'
import type { Person } from '../api/staff.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { useTitle } from '../ui/use-title.ts'
import { ChooseBooth } from './choose-booth.tsx'
import { Desk } from './desk.tsx'
import { Frame, Reading } from './frame.tsx'
import { useText } from './texts.ts'
import { useIdentity } from './use-identity.ts'
import { showView, useView, type View } from './view.ts'
import './booth.css'

const TabletPage = lazy(async () => ({ default: (await import('./tablet/tablet-page.tsx')).TabletPage }))
const PairTablet = lazy(async () => ({ default: (await import('./tablet/pair-tablet.tsx')).PairTablet }))

/** A paired tablet enrols by itself; every other browser with the server's help. The count in the evening needs the server. */
export function BoothPage() {
  const view = useView()
  const { identity, isKnown, readAgain } = useIdentity()
  if (!isKnown) return null
  const toTablet = () => {
    readAgain()
    showView('enrolling')
  }
  if (identity && view !== 'evening')
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
  return (
    <SignedIn place={text('place')} invitation={invitation}>
      {(person) => <AtBooth key={person.id} person={person} />}
    </SignedIn>
  )
}

/** Only what the server lists as theirs: the tablet remembers the booth, not who may work there. */
function AtBooth({ person }: { person: Person }) {
  const booths = useRead(getMyBooths)
  const [remembered, setRemembered] = useState(() => readSetting('booth'))
  if (!booths.data)
    return (
      <Frame person={person}>
        <Reading query={booths} />
      </Frame>
    )

  const mine = booths.data.booths
  const onShift = mine.find((booth) => booth.shiftId !== null)
  const only = mine.length === 1 ? mine[0] : undefined
  const booth = onShift ?? mine.find(({ id }) => id === remembered) ?? only
  const choose = (boothId: string) => {
    writeSetting('booth', boothId)
    setRemembered(boothId)
  }
  if (!booth) return <ChooseBooth person={person} booths={mine} onChoose={choose} />
  const leave = onShift || only ? undefined : () => choose('')
  return <Desk key={booth.id} person={person} boothId={booth.id} onLeave={leave} />
}
