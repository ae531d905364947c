import { call } from '../../api/call.ts'
import { takeOverRun, type NewRun, type Run } from '../../api/encoding.ts'
import { useChange } from '../../api/reading.ts'
import { Notice } from '../../ui/notice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { DeviceForm } from './start-run.tsx'
import { useText } from './texts.ts'

/** The run's station is gone: wait for it, or go on somewhere else. */
export function TakeOver({ run, isStripeOnly }: { run: Run; isStripeOnly: boolean }) {
  const text = useText()
  return (
    <Notice tone="caution" title={text('run.down')}>
      <DialogButton label={text('moves.take-over')} title={text('moves.take-over.title')} icon="station">
        {(close) => <TakeOverForm run={run} isStripeOnly={isStripeOnly} onDone={close} />}
      </DialogButton>
    </Notice>
  )
}

function TakeOverForm({
  run,
  isStripeOnly,
  onDone,
}: {
  run: Run
  isStripeOnly: boolean
  onDone: () => void
}) {
  const text = useText()
  const command = useChange((body: NewRun, commandId) =>
    call(takeOverRun, { params: { runId: run.id }, body, commandId }),
  )
  return (
    <DeviceForm
      words={text('moves.take-over.words')}
      submit={text('moves.take-over')}
      isStripeOnly={isStripeOnly}
      command={command}
      onSubmit={(body) => command.mutate(body, { onSuccess: onDone })}
    />
  )
}
