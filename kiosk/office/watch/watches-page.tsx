import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/reading.ts'
import { getWatches, type Watch } from '../../api/watch.ts'
import { useLanguage } from '../../i18n/language.ts'
import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { Page } from '../page.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { useMay } from '../use-may.ts'
import { Proposals } from './proposals.tsx'
import { useText } from './texts.ts'
import { WatchForm } from './watch-form.tsx'
import './watch.css'

const groups = [
  { name: 'member', of: /^member-/ },
  { name: 'till', of: /^till-/ },
  { name: 'counter', of: /^(counter|gift)-/ },
] as const

/** Everything that is watched: when it tells, how often it did, and how often it was right. */
export function WatchesPage() {
  const text = useText()
  const found = useRead(getWatches)
  const line = useLive(['alerts'])
  const watches = found.data?.watches
  return (
    <Page
      title={text('page.title')}
      lead={watches && leadOf(text, watches)}
      help={text('page.help')}
      line={line}
      back={<Link to="/alerts">{text('page.back')}</Link>}
    >
      <Trouble of={[found]} />
      <Proposals watches={watches ?? []} isAlone={found.data?.isAlone ?? false} />
      {watches
        ? groups.map(({ name, of }) => (
            <Section key={name} title={text(`group.${name}`)}>
              <WatchTable
                title={text(`group.${name}`)}
                watches={watches.filter(({ code }) => of.test(code))}
              />
            </Section>
          ))
        : null}
    </Page>
  )
}

function leadOf(text: ReturnType<typeof useText>, watches: readonly Watch[]): string {
  return text('page.lead', {
    count: watches.filter(({ setting }) => setting.isOn).length,
    spoke: watches.reduce((sum, { spoke }) => sum + spoke, 0),
    confirmed: watches.reduce((sum, { confirmed }) => sum + confirmed, 0),
  })
}

function WatchTable({ title, watches }: { title: string; watches: readonly Watch[] }) {
  const text = useText()
  const language = useLanguage()
  const mayChange = useMay(managers)
  return (
    <Table
      caption={title}
      rows={watches}
      keyOf={({ code }) => code}
      columns={[
        {
          title: text('list.watch'),
          cell: ({ code, words }) => (
            <>
              {text(`watch.${code}`)}
              <span className="soft small-line">{language === 'en' ? words.en : words.zh}</span>
            </>
          ),
        },
        { title: text('list.state'), cell: (watch) => <State watch={watch} /> },
        { title: text('list.spoke'), isNumber: true, cell: ({ spoke }) => spoke },
        { title: text('list.waiting'), isNumber: true, cell: ({ waiting }) => waiting },
        { title: text('list.released'), isNumber: true, cell: ({ released }) => released },
        { title: text('list.confirmed'), isNumber: true, cell: ({ confirmed }) => confirmed },
        ...(mayChange
          ? [
              {
                title: text('list.do'),
                cell: (watch: Watch) =>
                  watch.proposed ? null : (
                    <DialogButton
                      label={text('list.change')}
                      title={text('form.title', { name: text(`watch.${watch.code}`) })}
                      kind="quiet"
                    >
                      {(close) => <WatchForm watch={watch} onDone={close} />}
                    </DialogButton>
                  ),
              },
            ]
          : []),
      ]}
    />
  )
}

function State({ watch: { setting } }: { watch: Watch }) {
  const text = useText()
  return (
    <span className="watch-badges">
      <Badge tone={setting.isOn ? 'good' : 'plain'} icon={setting.isOn ? 'check' : 'close'}>
        {text(setting.isOn ? 'list.on' : 'list.off')}
      </Badge>
      {setting.isOn && setting.freezes ? (
        <Badge tone="caution" icon="lock">
          {text('list.freezes')}
        </Badge>
      ) : null}
    </span>
  )
}
