import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import {
  getDraft,
  getProgramme,
  getProgrammes,
  saveDraft,
  type Draft,
  type ProgrammeDetail,
  type Rules,
  type SaveDraft,
} from '../../../api/programmes.ts'
import { useChange, useRead } from '../../../api/reading.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { Choice } from '../../../ui/choice.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { FormPart } from '../../form-part.tsx'
import { OfficeForm } from '../../office-form.tsx'
import { Page } from '../../page.tsx'
import { Section } from '../../section.tsx'
import { shopDay } from '../../shop-day.ts'
import { Trouble } from '../../trouble.tsx'
import { Changes } from './changes.tsx'
import { hasGap } from './gaps.ts'
import { LevelsPart } from './levels-part.tsx'
import { BesidePart } from './beside-part.tsx'
import { DaysPart } from './days-part.tsx'
import { LifePart } from './life-part.tsx'
import { PointsPart, RatesPart } from './points-part.tsx'
import { PresetPart } from './preset-part.tsx'
import { CouponsPart, PricesPart, PromotionsPart } from './prices-part.tsx'
import { ReviewPart } from './review-part.tsx'
import { SalesPart } from './sales-part.tsx'
import { useText } from './texts.ts'
import '../programme.css'

/** The draft of the next rules, by forms; begins with the rules of today where none is open. */
export function RulesPage() {
  const text = useText()
  const programmes = useRead(getProgrammes)
  const id = programmes.data?.programmes.at(-1)?.id
  const params = { id: id ?? '' }
  const detail = useRead(getProgramme, { params, isWanted: id !== undefined })
  const answer = useRead(getDraft, { params, isWanted: id !== undefined })
  const draft = answer.data?.draft?.state === 'draft' ? answer.data.draft : null
  return (
    <Page
      title={text('title')}
      lead={detail.data && answer.data ? text('lead') : undefined}
      help={text('help')}
      back={<Link to="/programme">{text('back')}</Link>}
    >
      <Trouble of={[programmes, detail, answer]} />
      {detail.data && answer.data ? <RulesForm detail={detail.data} draft={draft} /> : null}
      {draft ? <DraftSaid draft={draft} /> : null}
    </Page>
  )
}

function RulesForm({ detail, draft }: { detail: ProgrammeDetail; draft: Draft | null }) {
  const text = useText()
  const [rules, setRules] = useState<Rules>(draft?.rules ?? detail.rules)
  const [day, setDay] = useState(draft?.startsAt ? shopDay(new Date(draft.startsAt)) : null)
  const [known] = useState(() => new Set(detail.rules.levels.map(({ code }) => code)))
  const command = useChange((body: SaveDraft, commandId) =>
    call(saveDraft, { params: { id: detail.programme.id }, body, commandId }),
  )
  const part = { rules, change: (next: Partial<Rules>) => setRules({ ...rules, ...next }) }
  const base = draft && { number: draft.number, revision: draft.revision }
  const startsAt = day === null ? null : `${day}T00:00:00+08:00`
  return (
    <OfficeForm
      submit={text('save')}
      command={command}
      isComplete={!hasGap(rules) && day !== ''}
      onSubmit={() => command.mutate({ base, rules, startsAt })}
    >
      <PresetPart {...part} />
      <LevelsPart {...part} known={known} />
      <ReviewPart {...part} />
      <PointsPart {...part} />
      <RatesPart {...part} />
      <DaysPart {...part} />
      <BesidePart {...part} />
      <LifePart {...part} />
      <SalesPart {...part} />
      <PricesPart {...part} />
      <PromotionsPart {...part} />
      <CouponsPart {...part} />
      <FormPart title={text('start.title')}>
        <Choice
          label={text('start.title')}
          value={day === null ? 'approval' : 'day'}
          options={(['approval', 'day'] as const).map((value) => ({
            value,
            label: text(`start.${value}`),
          }))}
          onChange={(kind) => setDay(kind === 'day' ? '' : null)}
        />
        {day === null ? null : (
          <div className="narrow-field">
            <TextField label={text('start.day')} type="date" value={day} onChange={setDay} isRequired />
          </div>
        )}
      </FormPart>
      {command.isSuccess ? <Notice tone="good" title={text('saved')} /> : null}
    </OfficeForm>
  )
}

function DraftSaid({ draft: { changes, faults } }: { draft: Draft }) {
  const text = useText()
  const language = useLanguage()
  return (
    <Section title={text('changes.title')}>
      {faults.length > 0 ? (
        <Notice tone="caution" title={text('faults')}>
          <ul className="plain-list">
            {faults.map(({ zh, en }) => (
              <li key={en}>{language === 'en' ? en : zh}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <Changes of={changes} />
    </Section>
  )
}
