import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { CardNumber } from '../../ui/card-number.tsx'
import type { FormDesk } from '../enrolment/form-desk.ts'
import type { Kept } from '../store/provisioning.ts'
import { useText as useBoothText } from '../texts.ts'
import { useText } from './texts.ts'
import type { SavedHere } from './use-tablet-work.ts'

interface KeptReceiptProps {
  saved: SavedHere
  receipt: NonNullable<SavedHere['receipt']>
  gift: FormDesk['stock']['gifts'][number] | undefined
  provision: Kept
}

/** For the new member to photograph: it needs no network, and says nobody's name or phone. */
export function KeptReceipt({ saved, receipt, gift, provision }: KeptReceiptProps) {
  const text = useText()
  const boothText = useBoothText()
  const nameOf = useName()
  const { dateTime, number } = useFormats()
  const lines = [
    [text('receipt.number'), `${provision.booth.name} · ${saved.number}`],
    [
      text('receipt.card'),
      saved.cardNumber ? <CardNumber key="number" number={saved.cardNumber} /> : boothText('hand.card.chip'),
    ],
    [text('receipt.gift'), gift ? nameOf(gift) : boothText('done.no-gift')],
    [text('receipt.points'), number(receipt.welcomePoints)],
    [text('receipt.consent'), receipt.consentVersion],
    [text('receipt.time'), dateTime(receipt.savedAt)],
  ] as const
  return (
    <section className="kept-receipt" aria-labelledby="kept-receipt">
      <h2 id="kept-receipt">{provision.drive.name}</h2>
      <dl>
        {lines.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="soft">{text('receipt.words')}</p>
    </section>
  )
}
