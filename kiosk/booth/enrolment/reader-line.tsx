import { useRead } from '../../api/reading.ts'
import { getStations, type StationDevice } from '../../api/stations.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { useText } from '../texts.ts'
import type { BoothLive, Seen } from '../use-booth-live.ts'
import type { CardInHand } from './state.ts'
import type { FormDesk } from './form-desk.ts'

interface ReaderLineProps {
  desk: FormDesk
  live: BoothLive
  card: CardInHand | null
  isCardStep: boolean
}

/** What the booth's own reader sees, in words and with an icon; the sound is made where the reading arrives. */
export function ReaderLine({ desk, live, card, isCardStep }: ReaderLineProps) {
  const text = useText()
  const state = useReaderState(desk, live)
  const words = live.seen && state !== 'lost' && state !== 'gone' ? wordsOf(live.seen) : undefined
  const { tone, icon } = words ?? marks[state]
  return (
    <output className={`hand-line reader ${tone}`}>
      <Icon name={icon} />
      <span>
        <strong>{text('hand.reader')}</strong> {words ? words.text : text(`reader.${state}`)}
      </span>
    </output>
  )

  function wordsOf(seen: Seen): { tone: Tone; icon: IconName; text: string } {
    const bad = { tone: 'bad', icon: 'alert' } as const
    if (seen.kind === 'refused')
      return { ...bad, text: text(`reader.${refusals[seen.reason] ?? 'not-genuine'}`) }
    const number = `···· ${seen.card.cardNumber.slice(-4)}`
    if (seen.card.state === 'active') return { ...bad, text: text('reader.given', { number }) }
    if (seen.card.state !== 'encoded') return { ...bad, text: text('reader.stopped', { number }) }
    if (!isCardStep && seen.card.cardNumber !== card?.cardNumber)
      return { tone: 'caution', icon: 'info', text: text('reader.early') }
    return { tone: 'good', icon: 'check', text: text('reader.read', { number }) }
  }
}

const refusals: Readonly<Record<string, 'copied' | 'edited'>> = {
  'card-copied': 'copied',
  'stripe-edited': 'edited',
}

type ReaderState = 'none' | 'ready' | 'occupied' | 'gone' | 'lost'

const marks: Readonly<Record<ReaderState, { tone: Tone; icon: IconName }>> = {
  none: { tone: 'plain', icon: 'scan' },
  ready: { tone: 'plain', icon: 'tap' },
  occupied: { tone: 'caution', icon: 'tap' },
  gone: { tone: 'bad', icon: 'alert' },
  lost: { tone: 'bad', icon: 'alert' },
}

function useReaderState({ booth: { reader } }: FormDesk, { line }: BoothLive): ReaderState {
  const stations = useRead(getStations, { isWanted: reader.stationId !== null })
  if (line === 'lost') return 'lost'
  if (reader.stationId === null) return 'none'
  const station = stations.data?.stations.find(({ id }) => id === reader.stationId)
  if (!station) return 'ready'
  const device = station.devices.find(({ name }) => name === (reader.readerName ?? reader.stripeName))
  return station.isUp && device ? deviceStates[device.state] : 'gone'
}

const deviceStates: Readonly<Record<StationDevice['state'], ReaderState>> = {
  ready: 'ready',
  waiting: 'ready',
  occupied: 'occupied',
  gone: 'gone',
}
