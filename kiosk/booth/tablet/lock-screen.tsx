import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PinPad } from '../../ui/pin-pad.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { isPin } from '../store/pin-key.ts'
import { countWaiting } from '../store/queue.ts'
import { NotProvisioned, OpenElsewhere } from '../store/tablet.ts'
import type { TabletIdentity } from '../store/identity.ts'
import { unlock, waitBeforeTry, type Vault } from '../store/vault.ts'
import { useText } from './texts.ts'

interface LockScreenProps {
  identity: TabletIdentity
  /** Throws `NotProvisioned` where the server must be asked first. */
  onOpen: (vault: Vault) => Promise<void>
}

type Trouble = 'wrong' | 'first' | 'elsewhere' | 'broken'

/** Nothing of what lies on the tablet is shown before the PIN, but how much of it waits. */
export function LockScreen({ identity, onOpen }: LockScreenProps) {
  const text = useText()
  const [pin, setPin] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble>()
  const waiting = useWaitingCount()
  const [waitMs, setWaitMs] = useWait()
  useTitle(text('lock.title'))

  const open = async () => {
    const result = await unlock(pin)
    if (result.kind === 'open') return onOpen(result.vault)
    setWaitMs(result.waitMs)
    setTrouble(result.kind === 'wrong' ? 'wrong' : undefined)
  }
  const tryPin = () => {
    setIsBusy(true)
    setTrouble(undefined)
    open()
      .catch((failure: unknown) => setTrouble(troubleOf(failure)))
      .finally(() => {
        setPin('')
        setIsBusy(false)
      })
  }

  return (
    <div className="booth">
      <TopBar place={identity.name} />
      <main>
        <form
          className="booth-page lock-screen"
          onSubmit={(event) => {
            event.preventDefault()
            if (!isBusy && isPin(pin) && waitMs === 0) tryPin()
          }}
        >
          <h1>{text('lock.title')}</h1>
          <p className="lead">{waiting ? text('lock.words', { count: waiting }) : text('lock.words.none')}</p>
          {waitMs > 0 ? (
            <Notice
              tone="caution"
              title={text('lock.wait', { seconds: Math.ceil(waitMs / 1_000) })}
              todo={text('lock.wait.todo')}
            />
          ) : trouble ? (
            <Notice tone="bad" title={text(`lock.${trouble}`)} todo={text(`lock.${trouble}.todo`)} />
          ) : null}
          <PinPad label={text('lock.pin')} length={12} value={pin} onChange={setPin} />
          <div className="booth-action">
            <Button kind="primary" type="submit" isPending={isBusy} isDisabled={!isPin(pin) || waitMs > 0}>
              {text(isBusy ? 'lock.opening' : 'lock.open')}
            </Button>
          </div>
        </form>
      </main>
    </div>
  )
}

function troubleOf(failure: unknown): Trouble {
  if (failure instanceof NotProvisioned) return 'first'
  return failure instanceof OpenElsewhere ? 'elsewhere' : 'broken'
}

function useWaitingCount(): number {
  const [waiting, setWaiting] = useState(0)
  useEffect(() => {
    countWaiting().then(setWaiting, () => undefined)
  }, [])
  return waiting
}

/** What is left of the pause after wrong PINs, counted down. */
function useWait(): [number, (ms: number) => void] {
  const [waitMs, setWaitMs] = useState(0)
  useEffect(() => {
    waitBeforeTry().then(setWaitMs, () => undefined)
  }, [])
  const isWaiting = waitMs > 0
  useEffect(() => {
    if (!isWaiting) return undefined
    const timer = setInterval(() => setWaitMs((left) => Math.max(0, left - 1_000)), 1_000)
    return () => clearInterval(timer)
  }, [isWaiting])
  return [waitMs, setWaitMs]
}
