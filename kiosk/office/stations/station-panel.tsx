import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { approveStation, type Station } from '../../api/stations.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { DeviceTable } from './device-table.tsx'
import { DriverLine } from './driver-line.tsx'
import { RevokeStation } from './revoke-station.tsx'
import { useText } from './texts.ts'

export function StationPanel({ station }: { station: Station }) {
  const text = useText()
  const isAdministrator = useMay(['administrator'])
  return (
    <Section
      title={station.name}
      actions={
        isAdministrator ? (
          <>
            <Approval station={station} />
            <RevokeStation station={station} />
          </>
        ) : null
      }
    >
      <p className="badges">
        {station.isUp ? (
          <Badge tone="good" icon="check">
            {text('state.up')}
          </Badge>
        ) : (
          <Badge tone="bad" icon="alert">
            {text('state.down')}
          </Badge>
        )}
        {station.simulated ? (
          <Badge tone="caution" icon="station">
            {text('simulated')}
          </Badge>
        ) : null}
        <Badge tone="plain" icon={station.approvedForBlanks ? 'check' : 'lock'}>
          {text(station.approvedForBlanks ? 'approved.yes' : 'approved.no')}
        </Badge>
        {!station.isUp && station.seenAt ? (
          <span className="soft">
            {text('seen')} <DateTime at={station.seenAt} />
          </span>
        ) : null}
      </p>
      {station.notices.map((notice) => (
        <Notice key={notice.driver} tone="caution" title={text(`notice.${notice.driver}`)}>
          <DriverLine of={notice} />
        </Notice>
      ))}
      {station.devices.length === 0 ? (
        <p className="soft">{text('devices.none')}</p>
      ) : (
        <DeviceTable station={station} />
      )}
    </Section>
  )
}

function useApproval(station: Station) {
  return useChange((approvedForBlanks: boolean, commandId) =>
    call(approveStation, { params: { stationId: station.id }, body: { approvedForBlanks }, commandId }),
  )
}

function Approval({ station }: { station: Station }) {
  const text = useText()
  const command = useApproval(station)
  if (station.approvedForBlanks) {
    return (
      <Button kind="quiet" icon="lock" isPending={command.isPending} onPress={() => command.mutate(false)}>
        {text('approve.cancel')}
      </Button>
    )
  }
  return (
    <DialogButton
      label={text('approve.open')}
      title={text('approve.title', { name: station.name })}
      icon="check"
    >
      {(close) => <ApprovalForm station={station} onDone={close} />}
    </DialogButton>
  )
}

function ApprovalForm({ station, onDone }: { station: Station; onDone: () => void }) {
  const text = useText()
  const command = useApproval(station)
  return (
    <OfficeForm
      submit={text('approve.submit')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(true, { onSuccess: onDone })}
    >
      <p>{text('approve.words')}</p>
    </OfficeForm>
  )
}
