import { Link, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { call } from '../../../api/call.ts'
import { getDraft } from '../../../api/programmes.ts'
import { useChange, useRead } from '../../../api/reading.ts'
import {
  cancelReplay,
  getReplay,
  replayFile,
  type Replay,
  type ReplayResult,
  type ReplaySide,
} from '../../../api/replays.ts'
import { useFormats } from '../../../i18n/format.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Notice, ProblemNotice } from '../../../ui/notice.tsx'
import { Progress } from '../../../ui/progress.tsx'
import { Page } from '../../page.tsx'
import { managers } from '../../roles.ts'
import { Trouble } from '../../trouble.tsx'
import { useLive } from '../../use-live.ts'
import { useMay } from '../../use-may.ts'
import { Flows } from './flows.tsx'
import { MovedMembers } from './moved-members.tsx'
import { SalesByLevel, SalesByMonth } from './sales.tsx'
import { signed } from './signed.ts'
import { Sums } from './sums.tsx'
import { useText } from './texts.ts'
import { isOpen } from './trials-page.tsx'

/** One trial: how far it is, or what it found. */
export function TrialPage() {
  const text = useText()
  const { replayId = '' } = useParams({ strict: false })
  const found = useRead(getReplay, { params: { replayId } })
  const { data: replay, refetch } = found
  const line = useLive([`replay:${replayId}`])
  // A short trial may have ended between the reading and the first moment of listening.
  useEffect(() => {
    if (line === 'open') void refetch()
  }, [line, refetch])
  return (
    <Page
      title={replay ? text('title', { from: replay.from, until: replay.until }) : text('list.title')}
      lead={useLead(replay)}
      help={text('help')}
      line={line}
      back={<Link to="/programme/replays">{text('back.list')}</Link>}
      actions={replay?.result ? <Files id={replay.id} /> : null}
    >
      <Trouble of={[found]} />
      {replay ? <WhatWasTried replay={replay} /> : null}
      {replay && isOpen(replay) ? <UnderWay replay={replay} /> : null}
      {replay?.result ? <Found replay={replay} result={replay.result} /> : null}
    </Page>
  )
}

function useLead(replay: Replay | undefined): string | undefined {
  const text = useText()
  const { number, money } = useFormats()
  if (!replay) return undefined
  const { state, isSilent, result } = replay
  if (!result) {
    if (isOpen(replay)) return text(isSilent ? 'lead.silent' : 'lead.running')
    return text(state === 'cancelled' ? 'lead.cancelled' : 'lead.failed')
  }
  const { today, draft, up, down } = result
  const differences = {
    points: signed(outstanding(draft) - outstanding(today), number),
    discount: signed(draft.total.discountFen - today.total.discountFen, money),
  }
  return up + down === 0
    ? text('lead.same', differences)
    : text('lead.moved', { up: number(up), down: number(down), ...differences })
}

const outstanding = ({ points }: ReplaySide): number => points.pending + points.spendable

function Files({ id }: { id: string }) {
  const text = useText()
  const language = useLanguage()
  const files = [
    { name: 'trial.xlsx', label: text('file.xlsx') },
    { name: 'figures.csv', label: text('file.figures') },
    { name: 'members.csv', label: text('file.members') },
  ] as const
  return files.map(({ name, label }) => (
    <a key={name} className="button quiet" href={replayFile(id, name, language)} download>
      <Icon name="download" />
      <span>{label}</span>
    </a>
  ))
}

function WhatWasTried({ replay }: { replay: Replay }) {
  const text = useText()
  const { dateTime } = useFormats()
  const answer = useRead(getDraft, { params: { id: replay.programmeId } })
  const draft = answer.data?.draft
  const isChanged = draft?.number === replay.draftNumber && draft.revision !== replay.draftRevision
  return (
    <>
      <p className="soft">
        {text('draft.of', {
          number: replay.draftNumber,
          revision: replay.draftRevision,
          version: replay.todayVersion,
          name: replay.askedBy,
          at: dateTime(replay.askedAt),
        })}
      </p>
      {isChanged ? <Notice tone="caution" title={text('draft.changed')} /> : null}
    </>
  )
}

function UnderWay({ replay: { id, done, total } }: { replay: Replay }) {
  const text = useText()
  const mayManage = useMay(managers)
  const cancel = useChange((_: undefined, commandId) =>
    call(cancelReplay, { params: { replayId: id }, commandId }),
  )
  return (
    <>
      <Progress label={text('progress')} done={done} total={total} />
      {mayManage ? (
        <p className="actions">
          <Button isPending={cancel.isPending} onPress={() => cancel.mutate(undefined)}>
            {text('cancel')}
          </Button>
        </p>
      ) : null}
      {cancel.isError ? <ProblemNotice problem={cancel.error} /> : null}
    </>
  )
}

function Found({ replay, result }: { replay: Replay; result: ReplayResult }) {
  const text = useText()
  if (result.recorded.purchases === 0)
    return (
      <>
        <EmptyState icon="rules" title={text('empty')} todo={text('empty.todo')} />
        <Sums result={result} />
        <Flows result={result} />
      </>
    )
  return (
    <>
      <Sums result={result} />
      <Flows result={result} />
      <SalesByMonth result={result} />
      <SalesByLevel result={result} />
      <MovedMembers replay={replay} result={result} />
    </>
  )
}
