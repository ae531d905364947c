import { getDesk } from '../../api/drives.ts'
import { useRead } from '../../api/reading.ts'
import { useSession } from '../../sign-in/session.ts'
import { QueueTap } from '../queue-tap.tsx'

interface TabletQueueProps {
  boothId: string
  promoterId: string
}

/** Only where whoever works at the tablet is signed in here too: the board must know whose word it is. */
export function TabletQueue({ boothId, promoterId }: TabletQueueProps) {
  const session = useSession()
  const isTheirs = session.data?.person?.id === promoterId
  const desk = useRead(getDesk, { params: { boothId }, isWanted: isTheirs })
  if (!isTheirs || !desk.data) return null
  return <QueueTap boothId={boothId} told={desk.data.waiting} />
}
