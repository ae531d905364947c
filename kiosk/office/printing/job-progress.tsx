import type { PrintJob } from '../../api/printing.ts'
import { useFormats } from '../../i18n/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { useText } from './texts.ts'

/** How many cards are printed or drawn, how fast it goes, and how long it still takes. */
export function JobProgress({ job }: { job: PrintJob }) {
  const text = useText()
  const { number } = useFormats()
  const { kind, batchCode: code, cardsPerHour: perHour, secondsLeft } = job
  const rest =
    perHour === null || secondsLeft === null
      ? undefined
      : kind === 'file'
        ? text('file.pace', { perSecond: number(Math.round(perHour / 3_600)), seconds: secondsLeft })
        : text('job.pace', { perHour: number(perHour), minutes: Math.ceil(secondsLeft / 60) })
  return (
    <Progress
      label={text(kind === 'file' ? 'file.progress' : 'job.progress', { code })}
      done={job.out + job.reported}
      total={job.cards}
      {...(rest ? { rest } : {})}
    />
  )
}
