import { Fragment } from 'react'
import { getAgreements, type Counter } from '../../api/programmes.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { now } from '../../ui/now.ts'
import { DialogButton } from '../dialog-button.tsx'
import { Trouble } from '../trouble.tsx'
import { ICONS, TONES } from './holds.ts'
import { useText } from './texts.ts'

/** All that a counter ever agreed to, and what is still to come. */
export function AgreementHistory({ counter }: { counter: Counter }) {
  const text = useText()
  return (
    <DialogButton
      label={text('agreements.open')}
      title={text('agreements.title', { name: counter.name })}
      kind="quiet"
      icon="clock"
    >
      {() => <Agreements counterId={counter.id} />}
    </DialogButton>
  )
}

function Agreements({ counterId }: { counterId: string }) {
  const found = useRead(getAgreements, { params: { id: counterId } })
  if (!found.data) return <Trouble of={[found]} />
  const { agreements } = found.data
  const holding = agreements.findIndex(({ startsAt }) => new Date(startsAt) <= now())
  return (
    <ol className="agreements">
      {agreements.map((agreement, index) => (
        <li key={agreement.startsAt}>
          <Agreed
            agreement={agreement}
            holds={index === holding ? 'now' : index < holding ? 'future' : 'past'}
          />
        </li>
      ))}
    </ol>
  )
}

function Agreed({
  agreement: { startsAt, joins, ratePerMille, words, advertising },
  holds,
}: {
  agreement: Counter
  holds: keyof typeof TONES
}) {
  const text = useText()
  const { percent } = useFormats()
  const language = useLanguage()
  const rate = ratePerMille === 1000 ? text('counters.rate.none') : percent(ratePerMille / 1000)
  return (
    <>
      <p className="agreement-head">
        <strong>{text('agreements.from')}</strong> <DateTime at={startsAt} />
        <Badge tone={TONES[holds]} icon={ICONS[holds]}>
          {text(`versions.${holds}`)}
        </Badge>
      </p>
      <dl>
        <dt>{text('counters.joins')}</dt>
        <dd>{text(joins ? 'counters.joins.yes' : 'counters.joins.no')}</dd>
        <dt>{text('counters.rate')}</dt>
        <dd>{rate}</dd>
        {words.map(({ zh, en }) => (
          <Fragment key={en}>
            <dt>{text('counters.promotions')}</dt>
            <dd>{language === 'en' ? en : zh}</dd>
          </Fragment>
        ))}
        {advertising ? (
          <>
            <dt>{text('agreement.advertising')}</dt>
            <dd>{advertising}</dd>
          </>
        ) : null}
      </dl>
    </>
  )
}
