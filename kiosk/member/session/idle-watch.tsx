import { now } from '../../ui/now.ts'
import { useEffect, useEffectEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { useText } from '../texts.ts'
import { useIdle } from '../use-idle.ts'

const WARN_AFTER_MS = 45_000
const DIALOG_STAYS_MS = 30_000

/** Asks after 45 s whether somebody is still there; after 30 s more without an answer nobody is. */
export function IdleWatch({ onLeave }: { onLeave: () => void }) {
  const [isAsking, setAsking] = useState(false)
  return isAsking ? (
    <StillThere onStay={() => setAsking(false)} onLeave={onLeave} />
  ) : (
    <Watch onIdle={() => setAsking(true)} />
  )
}

function Watch({ onIdle }: { onIdle: () => void }) {
  useIdle(WARN_AFTER_MS, onIdle)
  return null
}

function StillThere({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const text = useText()
  const secondsLeft = useCountdown(DIALOG_STAYS_MS, onLeave)
  return (
    <Dialog isOpen title={text('idle.title')} onClose={onStay}>
      <p className="lead">{text('idle.words', { count: secondsLeft })}</p>
      <DialogActions>
        <Button kind="primary" onPress={onStay}>
          {text('idle.stay')}
        </Button>
        <Button icon="close" onPress={onLeave}>
          {text('leave')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function useCountdown(lengthMs: number, onOver: () => void): number {
  const [leftMs, setLeftMs] = useState(lengthMs)
  const over = useEffectEvent(onOver)
  useEffect(() => {
    const endsAt = now().getTime() + lengthMs
    const timer = setInterval(() => {
      setLeftMs(endsAt - now().getTime())
      if (now().getTime() < endsAt) return
      clearInterval(timer)
      over()
    }, 250)
    return () => clearInterval(timer)
  }, [lengthMs])
  return Math.max(0, Math.ceil(leftMs / 1_000))
}
