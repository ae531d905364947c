import { now } from '../../ui/now.ts'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { planDrive, type NewDrive } from '../../api/drives.ts'
import { getConsentTexts } from '../../api/members.ts'
import { getProgrammes } from '../../api/programmes.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { OfficeForm } from '../office-form.tsx'
import { Page } from '../page.tsx'
import { Trouble } from '../trouble.tsx'
import { BoothsPart } from './plan-booths.tsx'
import { BasicsPart, DaysPart } from './plan-basics.tsx'
import { ConsentPart } from './plan-consent.tsx'
import { GiftsPart, SourcesPart, TeamPart } from './plan-lists.tsx'
import { finishedPlan, firstPlan, type Plan } from './plan.ts'
import { useText } from './texts.ts'
import './drives.css'

export function NewDrivePage() {
  const text = useText()
  const programmes = useRead(getProgrammes)
  const consents = useRead(getConsentTexts)
  return (
    <Page
      title={text('new.title')}
      lead={text('new.lead')}
      help={text('new.help')}
      back={<Link to="/drives">{text('back')}</Link>}
    >
      <Trouble of={[programmes, consents]} />
      {programmes.data && consents.data ? (
        <PlanForm
          programmeId={programmes.data.programmes.at(-1)?.id}
          consentVersion={consents.data.texts[0]?.version}
        />
      ) : null}
    </Page>
  )
}

function PlanForm(latest: Pick<Plan, 'programmeId' | 'consentVersion'>) {
  const text = useText()
  const go = useNavigate()
  const [plan, setPlan] = useState(() => ({ ...firstPlan(now()), ...latest }))
  const change = (part: Partial<Plan>) => setPlan((before) => ({ ...before, ...part }))
  const command = useChange((body: NewDrive, commandId) => call(planDrive, { body, commandId }))
  const finished = finishedPlan(plan)
  const parts = { plan, change }
  return (
    <OfficeForm
      submit={text('new.submit')}
      command={command}
      isComplete={finished !== undefined}
      onSubmit={() => {
        if (!finished) return
        command.mutate(finished, {
          onSuccess: ({ driveId }) => void go({ to: '/drives/$driveId', params: { driveId } }),
        })
      }}
    >
      <BasicsPart {...parts} />
      <DaysPart {...parts} />
      <BoothsPart {...parts} />
      <TeamPart {...parts} />
      <SourcesPart {...parts} />
      <GiftsPart {...parts} />
      <ConsentPart {...parts} />
    </OfficeForm>
  )
}
