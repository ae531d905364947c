import { Notice } from '../../ui/notice.tsx'
import type { Tablet } from '../store/tablet.ts'
import { JudgedList } from './judged-list.tsx'
import { LeaveTablet } from './leave-tablet.tsx'
import { useText } from './texts.ts'
import { useTabletView } from './use-tablet.ts'
import { WaitingPart } from './waiting-part.tsx'

/** Nothing new is begun on a tablet that the server takes nothing from: what it keeps goes to the office as a file. */
export function RevokedTablet({ tablet, onLeft }: { tablet: Tablet; onLeft: () => void }) {
  const text = useText()
  return (
    <div className="booth-page">
      <h1>{text('strip.revoked')}</h1>
      <p className="lead">{text('revoked.words')}</p>
      <WhatToDo tablet={tablet} />
      <WaitingPart tablet={tablet} />
      <JudgedList tablet={tablet} />
      <LeaveTablet tablet={tablet} onLeft={onLeft} />
    </div>
  )
}

/** The way of what waits into the office's hands, and when the tablet may be erased. */
function WhatToDo({ tablet }: { tablet: Tablet }) {
  const text = useText()
  const { waiting, writtenOff } = useTabletView(tablet).book
  const count = waiting.length
  if (count === 0) return <Notice tone="good" title={text('revoked.free')} todo={text('revoked.free.todo')} />
  if (writtenOff !== undefined)
    return (
      <Notice
        tone="caution"
        title={text('revoked.given-up', { count })}
        todo={text('revoked.given-up.todo', { reason: writtenOff })}
      />
    )
  return (
    <section className="more-part" aria-labelledby="revoked-todo">
      <h2 id="revoked-todo">{text('revoked.todo', { count })}</h2>
      <ol className="revoked-steps">
        <li>{text('revoked.step.file')}</li>
        <li>{text('revoked.step.office')}</li>
        <li>{text('revoked.step.erase')}</li>
      </ol>
      <p className="soft">{text('revoked.lost')}</p>
    </section>
  )
}
