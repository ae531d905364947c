import type { CardAlert } from '../../api/cards.ts'
import { getPlaces } from '../../api/places.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { useBatchText } from './batch-text.ts'
import { useText } from './texts.ts'

const facts = [
  'place',
  'counter',
  'highest',
  'fromPlace',
  'fromAt',
  'toPlace',
  'toAt',
  'metres',
  'seconds',
  'means',
  'state',
  'count',
  'since',
  'until',
  'day',
] as const
type Fact = (typeof facts)[number]

const places = new Set<Fact>(['place', 'fromPlace', 'toPlace'])
const moments = new Set<Fact>(['fromAt', 'toAt', 'since', 'until'])

/** What was seen, fact by fact; places by their names. */
export function Evidence({ evidence }: { evidence: CardAlert['evidence'] }) {
  const text = useText()
  return (
    <dl className="evidence">
      {facts
        .filter((fact) => evidence[fact] !== undefined)
        .map((fact) => (
          <div key={fact}>
            <dt>{text(`fact.${fact}`)}</dt>
            <dd className="figures">
              <Shown fact={fact} value={evidence[fact] ?? ''} />
            </dd>
          </div>
        ))}
    </dl>
  )
}

function Shown({ fact, value }: { fact: Fact; value: string | number }) {
  const text = useText()
  const stateName = useBatchText()
  const { number } = useFormats()
  const known = useRead(getPlaces, { isWanted: places.has(fact) })
  if (typeof value === 'number') return number(value)
  if (places.has(fact)) return known.data?.places.find(({ id }) => id === value)?.name ?? value
  if (moments.has(fact)) return <DateTime at={value} />
  if (fact === 'means') return text(value === 'swipe' ? 'means.swipe' : 'means.tap')
  return fact === 'state' ? stateName(value) : value
}
