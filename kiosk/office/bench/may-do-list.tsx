import { Link } from '@tanstack/react-router'
import type { MayDo } from '../../api/bench.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useText } from './texts.ts'

const icons: Record<MayDo['what'], IconName> = {
  encode: 'tap',
  finish: 'refresh',
  verify: 'check',
  spoil: 'close',
  'return-to-box': 'box',
  'order-batch': 'plus',
  'give-back': 'people',
  'ask-holder': 'help',
  destroy: 'close',
  'cut-up': 'close',
  'keep-as-evidence': 'alert',
  'swipe-again': 'swipe',
  'nothing-foreign': 'lock',
  'nothing-not-genuine': 'alert',
  'nothing-unknown-chip': 'alert',
  'nothing-unreadable': 'alert',
}

/** What may be done with a card, the likeliest first; a batch's name leads to its page. */
export function MayDoList({ list }: { list: readonly MayDo[] }) {
  const text = useText()
  return (
    <section className="bench-do" aria-labelledby="bench-do">
      <h3 id="bench-do">{text('do.title')}</h3>
      <ul>
        {list.map((one) => (
          <li key={'batchId' in one ? `${one.what} ${one.batchId}` : one.what}>
            <Icon name={icons[one.what]} />
            <MayDoLine one={one} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function MayDoLine({ one }: { one: MayDo }) {
  const text = useText()
  if ('batchId' in one) {
    return (
      <Link to="/batches/$batchId" params={{ batchId: one.batchId }}>
        {text(`do.${one.what}`, { batch: one.batchCode })}
      </Link>
    )
  }
  return one.what === 'order-batch' ? (
    <Link to="/batches/new">{text('do.order-batch')}</Link>
  ) : (
    <span>{text(`do.${one.what}`)}</span>
  )
}
