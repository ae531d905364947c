import { Fragment } from 'react'
import type { Balance } from '../../api/cards.ts'
import { useFormats } from '../../i18n/format.ts'
import { useText } from './texts.ts'

/** The equation of the blanks: received = issued + spoiled + returned + on hand. */
export function BalanceLine({ balance }: { balance: Balance }) {
  const text = useText()
  const { number } = useFormats()
  const terms = [
    ['=', balance.issued, text('balance.issued')],
    ['+', balance.spoiled, text('balance.spoiled')],
    ['+', balance.returned, text('balance.returned')],
    ['+', balance.onHand, text('balance.on-hand')],
  ] as const
  return (
    <div>
      <p className="unseen">{text('balance.line', balance)}</p>
      <p className="balance-line" aria-hidden="true">
        <Figure value={number(balance.received)} label={text('balance.received')} />
        {terms.map(([sign, value, label]) => (
          <Fragment key={label}>
            <span className="balance-sign">{sign}</span>
            <Figure value={number(value)} label={label} />
          </Fragment>
        ))}
      </p>
      {balance.counted === null ? null : (
        <p className="soft">{text('balance.counted', { counted: balance.counted })}</p>
      )}
    </div>
  )
}

const Figure = ({ value, label }: { value: string; label: string }) => (
  <span className="balance-figure">
    <span className="figures">{value}</span>
    <span>{label}</span>
  </span>
)
