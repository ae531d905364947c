import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { revokeStation, type Station } from '../../api/stations.ts'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** Stops a station that was lost or given away: it is cut off at once. */
export function RevokeStation({ station }: { station: Station }) {
  const text = useText()
  return (
    <DialogButton
      label={text('revoke.open')}
      title={text('revoke.title', { name: station.name })}
      icon="close"
      kind="quiet"
    >
      {(close) => <RevokeForm station={station} onDone={close} />}
    </DialogButton>
  )
}

function RevokeForm({ station, onDone }: { station: Station; onDone: () => void }) {
  const text = useText()
  const command = useChange((_: void, commandId) =>
    call(revokeStation, { params: { stationId: station.id }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('revoke.submit')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{text('revoke.words')}</p>
    </OfficeForm>
  )
}
