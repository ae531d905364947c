import { Link, useParams } from '@tanstack/react-router'
import { useRead } from '../../api/reading.ts'
import { getTablet, type Tablet } from '../../api/tablets.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Stat, Stats } from '../../ui/stat.tsx'
import { Page } from '../page.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { HeldEntries } from './held-entries.tsx'
import { TabletActions } from './tablet-actions.tsx'
import { TabletState } from './tablets-page.tsx'
import { useText } from './texts.ts'
import { AfterRevoking } from './write-off.tsx'

/** One tablet: how it fares, what waits for a person, and what one can do about it. */
export function TabletPage() {
  const text = useText()
  const { date } = useFormats()
  const { driveId = '', tabletId = '' } = useParams({ strict: false })
  const tablet = useRead(getTablet, { params: { tabletId } })
  const line = useLive([`drive:${driveId}`])
  const { data } = tablet
  return (
    <Page
      title={data?.name ?? text('title')}
      lead={
        data &&
        text('tablet.lead', {
          booth: data.boothName,
          name: data.pairedBy.displayName,
          day: date(data.pairedAt),
        })
      }
      help={text('help')}
      line={line}
      back={
        <Link to="/drives/$driveId/tablets" params={{ driveId }}>
          {text('back.list')}
        </Link>
      }
      actions={data ? <TabletActions tablet={data} /> : null}
    >
      <Trouble of={[tablet]} />
      {data ? (
        <>
          <Figures tablet={data} />
          {data.revokedAt === null ? null : <AfterRevoking tablet={data} />}
          <HeldEntries tablet={data} />
        </>
      ) : null}
    </Page>
  )
}

function Figures({ tablet }: { tablet: Tablet }) {
  const text = useText()
  const { number } = useFormats()
  const { cardsHanded: handed, cardsAccounted: accounted, clockOffsetSeconds: offset } = tablet
  return (
    <>
      <p>
        <TabletState tablet={tablet} />{' '}
        {tablet.seenAt ? (
          <span className="soft">
            {text('tablet.seen')} <DateTime at={tablet.seenAt} />
          </span>
        ) : null}
      </p>
      <Stats>
        <Stat label={text('tablet.waiting')}>
          {tablet.waiting === null ? text('never') : number(tablet.waiting)}
        </Stat>
        <Stat label={text('tablet.accepted')}>{number(tablet.accepted)}</Stat>
        <Stat label={text('tablet.refused')}>{number(tablet.refused)}</Stat>
        <Stat label={text('tablet.clock')}>
          {offset === null ? text('never') : text('tablet.clock.seconds', { count: offset })}
        </Stat>
        <Stat label={text('tablet.missing')}>
          {handed === 0 ? text('never') : number(handed - accounted)}
        </Stat>
      </Stats>
      <p className="soft">{text('tablet.missing.words', { handed, accounted })}</p>
    </>
  )
}
