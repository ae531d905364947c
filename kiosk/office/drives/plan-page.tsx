import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import {
  changePlan,
  copyDrive,
  getDrive,
  getPlan,
  getPlanHistory,
  type Drive,
  type NewCopy,
  type NewPlan,
  type PlanNow,
} from '../../api/drives.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { dayAfter } from '../shop-day.ts'
import { Trouble } from '../trouble.tsx'
import { lastDay } from './drive-days.ts'
import { DaysPart } from './plan-basics.tsx'
import { ConsentPart } from './plan-consent.tsx'
import { CostsPart } from './plan-costs.tsx'
import { finishedDraft, withPart } from './plan-draft.ts'
import { DrivePart } from './plan-drive.tsx'
import { GiftRulesPart } from './plan-gift-rules.tsx'
import { GiftsPart, SourcesPart } from './plan-lists.tsx'
import type { PlanDraft } from './plan-part.ts'
import { ShiftsPart } from './plan-shifts.tsx'
import { TargetsPart } from './plan-targets.tsx'
import { TeamRolesPart } from './plan-team.tsx'
import { useText } from './texts.ts'
import './drives.css'

/** The whole plan of a drive; each change with its reason. */
export function PlanPage() {
  const text = useText()
  const { driveId = '' } = useParams({ strict: false })
  const drive = useRead(getDrive, { params: { driveId } })
  const plan = useRead(getPlan, { params: { driveId } })
  return (
    <Page
      title={text('plan.title', { name: drive.data?.name ?? '…' })}
      lead={plan.data ? text('plan.lead', { version: plan.data.version + 1 }) : undefined}
      help={text('plan.help')}
      back={
        <Link to="/drives/$driveId" params={{ driveId }}>
          {text('evening.back')}
        </Link>
      }
      actions={
        drive.data ? (
          <DialogButton label={text('copy.open')} title={text('copy.title')} icon="calendar">
            {(close) => (drive.data ? <CopyForm drive={drive.data} onDone={close} /> : null)}
          </DialogButton>
        ) : null
      }
    >
      <Trouble of={[drive, plan]} />
      {drive.data && plan.data ? (
        <PlanForm key={plan.data.version} drive={drive.data} now={plan.data} />
      ) : null}
      <History driveId={driveId} />
    </Page>
  )
}

function PlanForm({ drive, now }: { drive: Drive; now: PlanNow }) {
  const text = useText()
  const [plan, setPlan] = useState<PlanDraft>(now.plan)
  const [reason, setReason] = useState('')
  const command = useChange((body: NewPlan, commandId) =>
    call(changePlan, { params: { driveId: drive.id }, body, commandId }),
  )
  const change = (part: Partial<PlanDraft>) => setPlan((before) => withPart(before, part))
  const parts = { drive, plan, change }
  const finished = finishedDraft(plan)
  return (
    <OfficeForm
      submit={text('plan.submit')}
      command={command}
      isComplete={isWritten(reason) && finished !== undefined}
      onSubmit={() => {
        if (finished) command.mutate({ seenVersion: now.version, reason: reason.trim(), plan: finished })
      }}
    >
      <DrivePart {...parts} />
      <DaysPart {...parts} />
      <TeamRolesPart {...parts} />
      <TargetsPart {...parts} />
      <ShiftsPart {...parts} />
      <GiftsPart
        plan={{ giftIds: plan.gifts.map(({ giftId }) => giftId) }}
        change={({ giftIds = [] }) => change({ gifts: giftIds.map((giftId) => ruleOf(plan, giftId)) })}
      />
      <GiftRulesPart {...parts} />
      <SourcesPart {...parts} />
      <CostsPart {...parts} />
      <ConsentPart {...parts} />
      <FormPart title={text('plan.reason')}>
        <RequiredText label={text('plan.reason.field')} value={reason} onChange={setReason} maxLength={200} />
      </FormPart>
    </OfficeForm>
  )
}

const ruleOf = ({ gifts }: PlanDraft, giftId: string) =>
  gifts.find((rule) => rule.giftId === giftId) ?? { giftId, levels: null, insteadOf: null }

function History({ driveId }: { driveId: string }) {
  const text = useText()
  const versions = useRead(getPlanHistory, { params: { driveId } }).data?.versions ?? []
  return (
    <Section title={text('history.title')}>
      <Table
        caption={text('history.title')}
        rows={versions}
        keyOf={({ version }) => String(version)}
        columns={[
          { title: text('history.version'), cell: ({ version }) => version + 1 },
          { title: text('moves.when'), cell: ({ changedAt }) => <DateTime at={changedAt} /> },
          { title: text('moves.by'), cell: ({ changedBy }) => changedBy?.displayName ?? '' },
          { title: text('plan.reason.field'), cell: ({ reason }) => reason || text('history.first') },
          { title: text('new.consent'), cell: ({ plan }) => plan.consentVersion },
        ]}
      />
    </Section>
  )
}

function CopyForm({ drive, onDone }: { drive: Drive; onDone: () => void }) {
  const text = useText()
  const go = useNavigate()
  const [copy, setCopy] = useState<NewCopy>({ name: drive.name, firstDay: dayAfter(lastDay(drive)) })
  const command = useChange((body: NewCopy, commandId) =>
    call(copyDrive, { params: { driveId: drive.id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('copy.submit')}
      command={command}
      isComplete={isWritten(copy.name) && copy.firstDay !== ''}
      onCancel={onDone}
      onSubmit={() =>
        command.mutate(copy, {
          onSuccess: ({ driveId }) => {
            onDone()
            void go({ to: '/drives/$driveId/plan', params: { driveId } })
          },
        })
      }
    >
      <p>{text('copy.words')}</p>
      <RequiredText
        label={text('new.name')}
        value={copy.name}
        onChange={(name) => setCopy({ ...copy, name })}
        maxLength={60}
      />
      <TextField
        label={text('copy.first-day')}
        type="date"
        value={copy.firstDay}
        onChange={(firstDay) => setCopy({ ...copy, firstDay })}
      />
    </OfficeForm>
  )
}
