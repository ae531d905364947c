import { call } from '../../api/call.ts'
import { getReminders, setReminders } from '../../api/occasions.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

/** Whether a member wants to be told before points end; said here for whoever asks at the desk. */
export function ReminderSection({ memberId }: { memberId: string }) {
  const text = useText()
  const found = useRead(getReminders, { params: { memberId } })
  const choose = useChange((isWanted: boolean, commandId) =>
    call(setReminders, { params: { memberId }, body: { isWanted }, commandId }),
  )
  const choice = found.data
  return (
    <Section
      title={text('title')}
      actions={
        choice ? (
          <Button isPending={choose.isPending} onPress={() => choose.mutate(!choice.isWanted)}>
            {text(choice.isWanted ? 'stop' : 'start')}
          </Button>
        ) : null
      }
    >
      <Trouble of={[found]} />
      {choose.isError ? <ProblemNotice problem={choose.error} /> : null}
      {choice ? (
        <p>
          {text(choice.isWanted ? 'on' : 'off')} <span className="soft">{text('note')}</span>
        </p>
      ) : null}
    </Section>
  )
}
