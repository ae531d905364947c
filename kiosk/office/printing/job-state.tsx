import type { PrintJob } from '../../api/printing.ts'
import { Badge } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { useText } from './texts.ts'

const marks: Record<PrintJob['state'], { tone: Tone; icon: IconName }> = {
  queued: { tone: 'plain', icon: 'clock' },
  printing: { tone: 'plain', icon: 'printer' },
  paused: { tone: 'caution', icon: 'pause' },
  stopped: { tone: 'bad', icon: 'alert' },
  ready: { tone: 'good', icon: 'download' },
  printed: { tone: 'good', icon: 'check' },
  cancelled: { tone: 'plain', icon: 'close' },
}

export function JobState({ job: { kind, state, isCancelling } }: { job: PrintJob }) {
  const text = useText()
  const isFile = kind === 'file'
  const name = isFile && state === 'printing' ? 'drawing' : isFile && state === 'printed' ? 'gone' : state
  return <Badge {...marks[state]}>{text(isCancelling ? 'state.cancelling' : `state.${name}`)}</Badge>
}
