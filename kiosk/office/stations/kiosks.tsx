import { useState } from 'react'
import { call } from '../../api/call.ts'
import { addKiosk, getKiosks, newKioskCode, type Kiosk, type NewKiosk } from '../../api/kiosks.ts'
import { getPlaces } from '../../api/places.ts'
import { useCommand } from '../../api/queries.tsx'
import { useChange, useRead } from '../../api/reading.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { noReader, ReaderFields } from '../reader-fields.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { OneTimeCode } from './one-time-code.tsx'
import { useText } from './texts.ts'

export function Kiosks() {
  const text = useText()
  const kiosks = useRead(getKiosks)
  const mayAdd = useMay(['administrator'])
  return (
    <Section
      title={text('kiosks.title')}
      actions={
        mayAdd ? (
          <DialogButton label={text('kiosks.add')} title={text('kiosks.add')} icon="plus">
            {(close) => <KioskForm onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      <Trouble of={[kiosks]} />
      {kiosks.data?.kiosks.length === 0 ? <p className="soft">{text('kiosks.none')}</p> : null}
      {kiosks.data && kiosks.data.kiosks.length > 0 ? (
        <Table
          caption={text('kiosks.title')}
          rows={kiosks.data.kiosks}
          keyOf={({ id }) => id}
          columns={[
            { title: text('kiosks.name'), cell: ({ name }) => name },
            { title: text('kiosks.place'), cell: ({ placeName }) => placeName },
            {
              title: text('kiosks.reader'),
              cell: ({ readerName, stripeName }) =>
                [readerName, stripeName].filter((name) => name !== null).join(' · '),
            },
            {
              title: text('kiosks.state'),
              cell: ({ paired }) => (
                <Badge tone={paired ? 'good' : 'caution'} icon={paired ? 'check' : 'lock'}>
                  {text(paired ? 'kiosks.paired' : 'kiosks.unpaired')}
                </Badge>
              ),
            },
            { title: text('kiosks.do'), cell: (kiosk) => (mayAdd ? <KioskCode kiosk={kiosk} /> : null) },
          ]}
        />
      ) : null}
    </Section>
  )
}

function KioskForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const places = useRead(getPlaces).data?.places ?? []
  const [name, setName] = useState('')
  const [placeId, setPlaceId] = useState<string>()
  const [reader, setReader] = useState(noReader)
  const command = useChange((body: NewKiosk, commandId) => call(addKiosk, { body, commandId }))
  const { stationId, readerName, stripeName } = reader
  return (
    <OfficeForm
      submit={text('kiosk.submit')}
      command={command}
      isComplete={isWritten(name) && placeId !== undefined}
      onCancel={onDone}
      onSubmit={() => {
        if (!placeId) return
        const body = {
          name: name.trim(),
          placeId,
          ...(stationId ? { stationId } : {}),
          ...(readerName ? { readerName } : {}),
          ...(stripeName ? { stripeName } : {}),
        }
        command.mutate(body, { onSuccess: onDone })
      }}
    >
      <RequiredText label={text('kiosk.name')} value={name} onChange={setName} maxLength={60} />
      <RequiredSelect
        label={text('kiosk.place')}
        value={placeId}
        onChange={setPlaceId}
        options={places
          .filter(({ kind }) => kind === 'kiosk')
          .map((place) => ({ value: place.id, label: place.name }))}
      />
      <ReaderFields value={reader} onChange={setReader} />
    </OfficeForm>
  )
}

function KioskCode({ kiosk }: { kiosk: Kiosk }) {
  const text = useText()
  return (
    <DialogButton
      label={text('kiosks.code')}
      title={text('kiosks.code.title', { name: kiosk.name })}
      icon="lock"
      kind="quiet"
    >
      {(close) => <CodeForm kiosk={kiosk} onDone={close} />}
    </DialogButton>
  )
}

function CodeForm({ kiosk, onDone }: { kiosk: Kiosk; onDone: () => void }) {
  const text = useText()
  const command = useCommand((kioskId: string, commandId) =>
    call(newKioskCode, { params: { kioskId }, commandId }),
  )
  if (command.data) {
    return (
      <>
        <OneTimeCode {...command.data} />
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
      onSubmit={() => command.mutate(kiosk.id)}
    >
      <p>{text('kiosks.code.words')}</p>
    </OfficeForm>
  )
}
