import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { replaySince, type Webhook } from '../../api/webhooks.ts'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useShopDay } from '../shop-day.ts'
import { useText } from './texts.ts'

/** Sends all since a moment once more. */
export function ReplayForm({ webhook, onDone }: { webhook: Webhook; onDone: () => void }) {
  const text = useText()
  const [day, setDay] = useState(useShopDay())
  const [time, setTime] = useState('00:00')
  const command = useChange((since: string, commandId) =>
    call(replaySince, { params: { id: webhook.id }, body: { since }, commandId }),
  )
  if (command.data)
    return (
      <>
        <Notice tone="good" title={text('replay.done', { count: command.data.replayed })} />
        <DialogActions>
          <Button kind="primary" onPress={onDone}>
            {text('done')}
          </Button>
        </DialogActions>
      </>
    )
  return (
    <OfficeForm
      submit={text('replay.submit')}
      command={command}
      isComplete={/^\d{4}-\d\d-\d\d$/.test(day) && /^\d\d:\d\d$/.test(time)}
      onCancel={onDone}
      onSubmit={() => command.mutate(`${day}T${time}:00+08:00`)}
    >
      <p>{text('replay.words')}</p>
      <RequiredText label={text('replay.day')} type="date" value={day} onChange={setDay} />
      <RequiredText label={text('replay.time')} type="time" value={time} onChange={setTime} />
    </OfficeForm>
  )
}
