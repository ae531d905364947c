import { getPurchase, type Correction } from '../../api/points.ts'
import { useRead } from '../../api/reading.ts'
import type { MemberPoints } from '../../api/members.ts'
import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

type Entry = MemberPoints['history']['entries'][number]

/** Why an entry is there: in words, and where it can be looked at, with what caused it. */
export function Cause({ entry, corrections }: { entry: Entry; corrections: readonly Correction[] }) {
  const text = useText()
  const language = useLanguage()
  const [kind, id = ''] = entry.reference.split(':')
  const words = text(`reason.${entry.reason}`)
  if (kind === 'purchase')
    return (
      <DialogButton label={words} title={text('cause.purchase')} kind="quiet">
        {() => <Receipt purchaseId={id} />}
      </DialogButton>
    )
  if (kind === 'enrolment' || kind === 'redemption')
    return (
      <a href={`/api/v1/${kind}s/${id}/receipt.pdf?language=${language}`} target="_blank" rel="noreferrer">
        {words}
      </a>
    )
  const correction = corrections.find((one) => kind === 'correction' && one.id === id)
  return correction ? `${words}: ${text(`because.${correction.reason}`)}, ${correction.note}` : words
}

/** The receipt behind points: when, what was paid, how the points came of it, and what came back. */
function Receipt({ purchaseId }: { purchaseId: string }) {
  const text = useText()
  const { money } = useFormats()
  const language = useLanguage()
  const read = useRead(getPurchase, { params: { id: purchaseId } })
  const purchase = read.data
  const say = ({ zh, en }: { zh: string; en: string }) => (language === 'en' ? en : zh)
  return (
    <>
      <Trouble of={[read]} />
      {purchase ? (
        <ul className="plain-list">
          <li>{text('cause.receipt', { number: purchase.receiptNumber, paid: money(purchase.paidFen) })}</li>
          <li>
            <DateTime at={purchase.soldAt} />
          </li>
          <li>{say(purchase.pointsWords)}</li>
          {purchase.returns.map(({ returnedAt, words }) => (
            <li key={returnedAt}>
              <DateTime at={returnedAt} /> {say(words)}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
