import type { Tablet } from '../store/tablet.ts'
import { JudgedList } from './judged-list.tsx'
import { LeaveTablet } from './leave-tablet.tsx'
import { useText } from './texts.ts'
import { WaitingPart } from './waiting-part.tsx'

/** Nothing new is begun on a tablet that the server takes nothing from: what it keeps goes to the office as a file. */
export function RevokedTablet({ tablet, onLeft }: { tablet: Tablet; onLeft: () => void }) {
  const text = useText()
  return (
    <div className="booth-page">
      <h1>{text('strip.revoked')}</h1>
      <p className="lead">{text('revoked.words')}</p>
      <WaitingPart tablet={tablet} />
      <JudgedList tablet={tablet} />
      <LeaveTablet tablet={tablet} onLeft={onLeft} />
    </div>
  )
}
