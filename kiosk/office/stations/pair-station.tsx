import { useState } from 'react'
import { useAbout } from '../../api/about.ts'
import { call } from '../../api/call.ts'
import { useCommand } from '../../api/queries.tsx'
import { newStationCode } from '../../api/stations.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { OneTimeCode } from './one-time-code.tsx'
import { useText } from './texts.ts'

export function PairStation() {
  const text = useText()
  return (
    <DialogButton label={text('pair.open')} title={text('pair.title')} kind="primary">
      {(close) => <PairForm onDone={close} />}
    </DialogButton>
  )
}

function PairForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const about = useAbout()
  const [kind, setKind] = useState<'real' | 'simulated'>('real')
  const command = useCommand((simulated: boolean, commandId) =>
    call(newStationCode, { body: { simulated }, commandId }),
  )
  if (command.data) {
    return (
      <>
        <p>{text('pair.words')}</p>
        <OneTimeCode {...command.data} />
        <div>
          <p className="field-label">{text('pair.command')}</p>
          <code className="command-line" translate="no">
            {`npm run station -- --server ${window.location.origin} --code ${command.data.code}${kind === 'simulated' ? ' --simulated' : ''}`}
          </code>
        </div>
        <DialogActions>
          <Button kind="primary" onPress={onDone}>
            {text('pair.close')}
          </Button>
        </DialogActions>
      </>
    )
  }
  return (
    <OfficeForm
      submit={text('pair.make')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(kind === 'simulated')}
    >
      {about.data?.simulated ? (
        <Choice
          label={text('pair.kind')}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'real', label: text('pair.real') },
            { value: 'simulated', label: text('pair.simulated') },
          ]}
        />
      ) : (
        <p>{text('empty.todo')}</p>
      )}
    </OfficeForm>
  )
}
