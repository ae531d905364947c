import { useState } from 'react'
import { now } from '../../ui/now.ts'
import { TopBar } from '../../ui/top-bar.tsx'
import { Button } from '../../ui/button.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { isDriveOver } from '../store/provisioning.ts'
import type { Tablet } from '../store/tablet.ts'
import { deskOf } from './desk-taken-along.ts'
import { DriveOver } from './drive-over.tsx'
import { More } from './more.tsx'
import { RevokedTablet } from './revoked-tablet.tsx'
import { TabletEnrolling } from './tablet-enrolling.tsx'
import { TabletStrip } from './tablet-strip.tsx'
import { useText } from './texts.ts'
import { UpdateOffer } from './update-offer.tsx'
import { useTabletView } from './use-tablet.ts'
import { useTabletWork } from './use-tablet-work.ts'
import type { WorkerUpdate } from './use-worker.ts'
import { TabletQueue } from './tablet-queue.tsx'
import { WhoIsHere } from './who-is-here.tsx'

interface OpenedTabletProps {
  tablet: Tablet
  update: WorkerUpdate | undefined
  onLock: () => void
  onLeft: () => void
}

/** One booth, one tablet: who works, one person after the other, and the things beside. */
export function OpenedTablet({ tablet, update, onLock, onLeft }: OpenedTabletProps) {
  const text = useText()
  const view = useTabletView(tablet)
  const [isMore, setIsMore] = useState(false)
  const work = useTabletWork(tablet)
  useTitle(text('place'))
  const { book, provision } = view
  const promoter = provision.team.find(({ staffId }) => staffId === book.promoterId)
  const desk = deskOf(view, now())
  const isEmpty = work?.isEmpty ?? false
  const isFree = isEmpty && work?.work.at === 'form'
  return (
    <div className="booth">
      <TopBar place={provision.booth.name}>
        <div className="person-menu">
          {promoter ? <strong>{promoter.displayName}</strong> : null}
          <Button kind="quiet" icon="lock" onPress={onLock}>
            {text('lock')}
          </Button>
        </div>
      </TopBar>
      <TabletStrip view={view} desk={desk} isMore={isMore} onMore={setIsMore}>
        {promoter && view.line === 'open' ? (
          <TabletQueue boothId={tablet.vault.boothId} promoterId={promoter.staffId} />
        ) : null}
      </TabletStrip>
      <main>
        {update && isEmpty ? <UpdateOffer update={update} /> : null}
        {screen()}
      </main>
    </div>
  )

  function screen() {
    if (view.line === 'revoked') return <RevokedTablet tablet={tablet} onLeft={onLeft} />
    if (isMore)
      return <More tablet={tablet} desk={desk} promoter={promoter} isFormEmpty={isEmpty} onLeft={onLeft} />
    if (isFree && isDriveOver(provision, now())) return <DriveOver tablet={tablet} />
    if (!promoter || !book.shifts[promoter.staffId]) return <WhoIsHere tablet={tablet} />
    if (!work) return null
    return <TabletEnrolling {...work} tablet={tablet} desk={desk} promoterId={promoter.staffId} />
  }
}
