import { useEffect, useState } from 'react'
import { openTablet, type Tablet } from '../store/tablet.ts'
import type { TabletIdentity } from '../store/identity.ts'
import type { Vault } from '../store/vault.ts'
import { LockScreen } from './lock-screen.tsx'
import { OpenedTablet } from './opened-tablet.tsx'
import { useIdleLock } from './use-idle-lock.ts'
import { useWorker } from './use-worker.ts'
import './tablet.css'

interface TabletPageProps {
  identity: TabletIdentity
  onLeft: () => void
}

/** The booth's page on a paired tablet: locked, or open until nobody has touched it for a while. */
export function TabletPage({ identity, onLeft }: TabletPageProps) {
  const [tablet, setTablet] = useState<Tablet>()
  const update = useWorker()
  const lock = () => setTablet(undefined)
  useIdleLock(tablet !== undefined, lock)
  useEffect(() => () => tablet?.close(), [tablet])
  if (!tablet)
    return (
      <LockScreen identity={identity} onOpen={async (vault: Vault) => setTablet(await openTablet(vault))} />
    )
  return <OpenedTablet tablet={tablet} update={update} onLock={lock} onLeft={onLeft} />
}
