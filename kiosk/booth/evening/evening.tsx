import { call } from '../../api/call.ts'
import { closeShift, getCountSheet, type BoothDesk } from '../../api/drives.ts'
import { useChange, useRead } from '../../api/reading.ts'
import type { Person } from '../../api/staff.ts'
import { Button } from '../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { wipeDraft } from '../enrolment/draft.ts'
import { Reading } from '../frame.tsx'
import { useText } from '../texts.ts'
import { CountForm } from './count-form.tsx'
import { CountResult } from './count-result.tsx'
import { GiveBack } from './give-back.tsx'
import './evening.css'

/** Close the shift, count without knowing what is expected, and let a second person answer for it. */
export function Evening({ desk, person }: { desk: BoothDesk; person: Person }) {
  const text = useText()
  const sheet = useRead(getCountSheet, { params: { boothId: desk.booth.id } })
  return (
    <div className="booth-page evening">
      <h1>{text('evening.title')}</h1>
      {sheet.data ? screen(sheet.data) : <Reading query={sheet} />}
      {sheet.data && !desk.shift ? <GiveBack boothId={desk.booth.id} /> : null}
    </div>
  )

  function screen(data: NonNullable<typeof sheet.data>) {
    if (data.countId) return <CountResult countId={data.countId} person={person} />
    if (desk.shift) return <CloseShift shiftId={desk.shift.shiftId} />
    if (data.openShifts > 0)
      return (
        <Notice
          tone="caution"
          title={text('evening.others', { count: data.openShifts })}
          todo={text('evening.others.todo')}
        />
      )
    return <CountForm sheet={data} />
  }
}

function CloseShift({ shiftId }: { shiftId: string }) {
  const text = useText()
  const command = useChange(async (_: void, commandId) => {
    await call(closeShift, { params: { shiftId }, commandId })
    await wipeDraft()
  })
  return (
    <>
      <Notice tone="plain" title={text('evening.shift')} todo={text('evening.shift.todo')}>
        <p>{text('evening.draft')}</p>
      </Notice>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
      <div className="booth-action">
        <Button kind="primary" onPress={() => command.mutate()} isPending={command.isPending}>
          {text('shift.close')}
        </Button>
      </div>
    </>
  )
}
