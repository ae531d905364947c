import { getDesk, type BoothDesk } from '../api/drives.ts'
import { useRead } from '../api/reading.ts'
import type { Person } from '../api/staff.ts'
import { DayStrip } from './day-strip.tsx'
import { Deliveries } from './deliveries.tsx'
import { Enrolling } from './enrolment/enrolling.tsx'
import { Evening } from './evening/evening.tsx'
import { EveningGate } from './evening-gate.tsx'
import { Frame, Reading } from './frame.tsx'
import { OpenShift } from './open-shift.tsx'
import { Redeeming } from './redeeming/redeeming.tsx'
import { useBoothLive } from './use-booth-live.ts'
import { useView } from './view.ts'

interface DeskProps {
  person: Person
  boothId: string
  /** Goes back to the choice of booths; absent where there is none. */
  onLeave: (() => void) | undefined
}

/** One booth: before the shift, during it, and in the evening. */
export function Desk({ person, boothId, onLeave }: DeskProps) {
  const desk = useRead(getDesk, { params: { boothId } })
  const live = useBoothLive(boothId)
  const view = useView()
  if (!desk.data)
    return (
      <Frame person={person}>
        <Reading query={desk} />
      </Frame>
    )
  return (
    <Frame
      person={person}
      place={desk.data.booth.name}
      strip={<DayStrip desk={desk.data} view={view} onLeave={onLeave} />}
    >
      <Deliveries boothId={boothId} staffId={person.id} />
      {screen(desk.data)}
    </Frame>
  )

  function screen(desk: BoothDesk) {
    if (view === 'evening')
      return (
        <EveningGate>
          <Evening desk={desk} person={person} />
        </EveningGate>
      )
    if (!desk.shift) return <OpenShift desk={desk} />
    if (view === 'redeeming') return <Redeeming desk={desk} live={live} />
    const owner = { staffId: person.id, shiftId: desk.shift.shiftId }
    return <Enrolling key={owner.shiftId} desk={desk} owner={owner} live={live} />
  }
}
