import { useState } from 'react'
import { getMyBooths } from '../api/drives.ts'
import { useRead } from '../api/reading.ts'
import type { Person } from '../api/staff.ts'
import { readSetting, writeSetting } from '../ui/device-setting.ts'
import { ChooseBooth } from './choose-booth.tsx'
import { Desk } from './desk.tsx'
import { Frame, Reading } from './frame.tsx'

/** Only what the server lists as theirs: the tablet remembers the booth, not who may work there. */
export function AtBooth({ person }: { person: Person }) {
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
