import { useState } from 'react'
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
import { useView } from './view.ts'
import './booth.css'

export function BoothPage() {
  const text = useText()
  const view = useView()
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
