import type { DriveLive, LiveBooth, Pace } from '../../api/drives.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { Table } from '../../ui/table.tsx'
import { useText } from './texts.ts'

/** A panel for each booth: what it did, what it has left and until when, who waits. */
export const LiveBooths = ({ live }: { live: DriveLive }) => (
  <div className="live-booths">
    {live.booths.map((booth) => (
      <BoothPanel key={booth.boothId} booth={booth} live={live} />
    ))}
  </div>
)

interface Stocked extends Pace {
  key: string
  name: string
}

function BoothPanel({ booth, live }: { booth: LiveBooth; live: DriveLive }) {
  const text = useText()
  const { number } = useFormats()
  const nameOf = useName()
  const rows: Stocked[] = [
    { key: 'cards', name: text('live.cards'), ...booth.cards },
    ...booth.stock.gifts.flatMap((gift) => {
      const pace = booth.gifts.find(({ giftId }) => giftId === gift.giftId)
      return pace ? [{ ...pace, key: gift.giftId, name: nameOf(gift) }] : []
    }),
  ]
  return (
    <section className="live-booth" aria-label={booth.name}>
      <h2>
        {booth.name} <span className="soft">{text('live.on-shift', { count: booth.openShifts })}</span>
      </h2>
      <p className="live-count figures">
        {booth.target === null
          ? number(booth.enrolments)
          : text('live.booth.of', { done: number(booth.enrolments), target: number(booth.target) })}
      </p>
      <Queue queue={booth.queue} />
      <Table
        caption={text('live.stock', { booth: booth.name })}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          { title: text('evening.item'), cell: ({ name }) => name },
          { title: text('live.left'), isNumber: true, cell: ({ onHand }) => number(onHand) },
          { title: text('live.pace'), isNumber: true, cell: ({ perHour }) => number(perHour) },
          { title: text('live.runs-out'), isNumber: true, cell: (row) => <RunsOut of={row} live={live} /> },
        ]}
      />
    </section>
  )
}

function RunsOut({ of: { onHand, runsOutAt }, live }: { of: Pace; live: DriveLive }) {
  const text = useText()
  const { time } = useFormats()
  if (onHand === 0) return <strong className="variance">{text('live.gone')}</strong>
  if (runsOutAt === null) return <span className="soft">{text('live.still')}</span>
  const closes = live.closesAt ? new Date(`${live.day}T${live.closesAt}:00+08:00`) : undefined
  if (closes && new Date(runsOutAt) >= closes) return text('live.lasts')
  return <strong className="variance">{time(runsOutAt)}</strong>
}

function Queue({ queue }: { queue: LiveBooth['queue'] }) {
  const text = useText()
  const { time } = useFormats()
  if (!queue) return <p className="soft">{text('live.queue.none')}</p>
  const told = text('live.queue.told', { waiting: queue.waiting, time: time(queue.toldAt) })
  return (
    <p>
      {told}
      {queue.minutes === null ? null : ` · ${text('live.queue.wait', { minutes: queue.minutes })}`}
    </p>
  )
}
