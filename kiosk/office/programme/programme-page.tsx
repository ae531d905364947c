import { getDesigns } from '../../api/designs.ts'
import { getProgramme, getProgrammes, type ProgrammeDetail } from '../../api/programmes.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useName } from '../../i18n/names.ts'
import { CardPicture } from '../../ui/card-picture.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { ReportLink } from '../reports/report-link.tsx'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { BeginProgramme } from './begin-programme.tsx'
import { Counters } from './counters.tsx'
import { DraftSection } from './draft-section.tsx'
import { Tills } from './tills.tsx'
import { useText } from './texts.ts'
import { Versions } from './versions.tsx'
import './programme.css'

export function ProgrammePage() {
  const text = useText()
  const programmes = useRead(getProgrammes)
  const mayManage = useMay(managers)
  const mayRead = useMay([...managers, 'auditor'])
  const isAdministrator = useMay(['administrator'])
  // A shop runs one programme at a time: the latest.
  const id = programmes.data?.programmes.at(-1)?.id
  const detail = useRead(getProgramme, { params: { id: id ?? '' }, isWanted: id !== undefined })
  const isEmpty = programmes.data?.programmes.length === 0
  return (
    <Page
      title={text('title')}
      lead={useLead(isEmpty, detail.data)}
      help={text('help')}
      actions={
        id === undefined ? null : (
          <>
            {mayRead ? <ReportLink /> : null}
            <HandbookLink id={id} />
          </>
        )
      }
    >
      <Trouble of={[programmes, detail]} />
      {isEmpty && mayManage ? <BeginProgramme /> : null}
      {detail.data ? (
        <>
          <RulesInWords detail={detail.data} />
          {mayRead ? <DraftSection programmeId={detail.data.programme.id} /> : null}
          <Versions programmeId={detail.data.programme.id} />
          <Counters levels={detail.data.rules.levels} />
          {isAdministrator ? <Tills /> : null}
        </>
      ) : null}
    </Page>
  )
}

function HandbookLink({ id }: { id: string }) {
  const text = useText()
  const language = useLanguage()
  return (
    <a
      className="button quiet"
      href={`/api/v1/programmes/${id}/handbook.pdf?language=${language}`}
      target="_blank"
      rel="noreferrer"
    >
      <Icon name="download" />
      <span>{text('handbook')}</span>
    </a>
  )
}

function useLead(isEmpty: boolean, detail: ProgrammeDetail | undefined) {
  const text = useText()
  const nameOf = useName()
  const { percent } = useFormats()
  const language = useLanguage()
  if (isEmpty) return text('lead.none')
  if (!detail) return undefined
  const { levels, earn } = detail.rules
  const inWords = levels.map((level) =>
    text('lead.level', { name: nameOf(level), percent: percent(level.ratePerMille / 1000) }),
  )
  return text('lead.rules', {
    name: detail.programme.name,
    levels: new Intl.ListFormat(language).format(inWords),
    unit: earn.unitFen / 100,
  })
}

function RulesInWords({ detail }: { detail: ProgrammeDetail }) {
  const { dateTime } = useFormats()
  const text = useText()
  const nameOf = useName()
  const language = useLanguage()
  const designs = useRead(getDesigns)
  const drawn = new Set(designs.data?.designs.map(({ code }) => code))
  return (
    <Section title={text('rules.title')}>
      <div className="rules">
        <ol className="rule-list">
          {detail.words.map(({ key, zh, en }) => (
            <li key={key}>{language === 'en' ? en : zh}</li>
          ))}
        </ol>
        <div className="rule-cards">
          {detail.rules.levels
            .filter(({ code }) => drawn.has(code))
            .map((level) => (
              <CardPicture key={level.code} designId={level.code} name={nameOf(level)} />
            ))}
        </div>
      </div>
      <p className="soft">
        {text('rules.version', { version: detail.version, from: dateTime(detail.startsAt) })}
      </p>
    </Section>
  )
}
