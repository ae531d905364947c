import { useState } from 'react'
import { call } from '../../api/call.ts'
import { getPlaces } from '../../api/places.ts'
import {
  addPrinter,
  changePrinter,
  retirePrinter,
  type ChangePrinter as Settings,
  type Printer,
  type PrinterKind,
  type PrinterProfile,
  type PrinterSheet,
} from '../../api/printing.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { Checkbox, Choice } from '../../ui/choice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, NumberField, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { PressSelect } from './press-select.tsx'
import { exactProfile, ProfileFields } from './profile-fields.tsx'
import { SheetFields, usualSheet } from './sheet-fields.tsx'
import { useText } from './texts.ts'

const OFFICE = 'office'
const kinds = ['card', 'sheet'] as const
/** Images a card, of most printers of a kind: sheets are printed without ribbon. */
const ribbonOf = { card: 2, sheet: 0 } as const

export function AddPrinter({ isFirst = false }: { isFirst?: boolean }) {
  const text = useText()
  return (
    <DialogButton
      label={text('printers.add')}
      title={text('form.title.add')}
      icon="plus"
      kind={isFirst ? 'primary' : 'plain'}
    >
      {(close) => <PrinterForm onDone={close} />}
    </DialogButton>
  )
}

export function ChangePrinter({ printer }: { printer: Printer }) {
  const text = useText()
  return (
    <DialogButton
      label={text('form.open')}
      title={text('form.title.change', { name: printer.name })}
      icon="settings"
      kind="quiet"
    >
      {(close) => <PrinterForm printer={printer} onDone={close} />}
    </DialogButton>
  )
}

function PrinterForm({ printer, onDone }: { printer?: Printer; onDone: () => void }) {
  const text = useText()
  const places = useRead(getPlaces).data?.places ?? []
  const [kind, setKind] = useState<PrinterKind>(printer?.kind ?? 'card')
  const [name, setName] = useState(printer?.name ?? '')
  const [address, setAddress] = useState(printer?.address ?? 'ipp://')
  const [fingerprint, setFingerprint] = useState(printer?.certificateSha256 ?? '')
  const [placeId, setPlaceId] = useState(printer?.placeId ?? OFFICE)
  const [ribbonPerCard, setRibbon] = useState<number | undefined>(printer?.ribbonPerCard ?? ribbonOf.card)
  const [countsCards, setCounts] = useState(printer?.countsCards ?? false)
  const [profile, setProfile] = useState<PrinterProfile | undefined>(printer?.profile ?? exactProfile)
  const [sheet, setSheet] = useState<PrinterSheet | undefined>(printer?.sheet ?? usualSheet)
  const [pressId, setPress] = useState(printer?.colourProfileId ?? undefined)
  const command = useChange((settings: Settings, commandId) =>
    printer
      ? call(changePrinter, { params: { printerId: printer.id }, body: settings, commandId })
      : call(addPrinter, { body: { ...settings, kind }, commandId }),
  )
  const digits = fingerprint.replace(/[:\s]/g, '')
  const isFingerprint = digits === '' || /^[0-9A-Fa-f]{64}$/.test(digits)
  return (
    <OfficeForm
      submit={text(printer ? 'form.submit.change' : 'form.submit.add')}
      command={command}
      isComplete={
        isWritten(name) &&
        isWritten(address) &&
        isFingerprint &&
        ribbonPerCard !== undefined &&
        profile !== undefined &&
        (kind === 'card' || sheet !== undefined)
      }
      onCancel={onDone}
      onSubmit={() => {
        if (ribbonPerCard === undefined || profile === undefined) return
        const settings = {
          name: name.trim(),
          address: address.trim(),
          ...(digits === '' ? {} : { certificateSha256: digits }),
          ...(placeId === OFFICE ? {} : { placeId }),
          profile,
          ribbonPerCard,
          countsCards,
          ...(kind === 'sheet' && sheet ? { sheet } : {}),
          ...(pressId === undefined ? {} : { colourProfileId: pressId }),
        }
        command.mutate(settings, { onSuccess: onDone })
      }}
    >
      {printer ? null : (
        <Choice
          label={text('printer.kind')}
          value={kind}
          onChange={(chosen) => {
            setKind(chosen)
            setRibbon(ribbonOf[chosen])
          }}
          options={kinds.map((value) => ({ value, label: text(`kind.${value}`) }))}
        />
      )}
      <RequiredText label={text('printer.name')} value={name} onChange={setName} maxLength={60} />
      <RequiredText
        label={text('form.address')}
        help={text('form.address.help')}
        value={address}
        onChange={setAddress}
        maxLength={200}
      />
      {address.startsWith('ipps:') ? (
        <TextField
          label={text('form.fingerprint')}
          help={text('form.fingerprint.help')}
          value={fingerprint}
          onChange={setFingerprint}
          maxLength={100}
          error={isFingerprint ? undefined : text('form.fingerprint.wrong')}
        />
      ) : null}
      <Select
        label={text('printer.place')}
        value={placeId}
        onChange={setPlaceId}
        options={[
          { value: OFFICE, label: text('printer.office') },
          ...places.map((place) => ({ value: place.id, label: place.name })),
        ]}
      />
      <NumberField label={text('form.ribbon')} value={ribbonPerCard} min={0} max={8} onChange={setRibbon} />
      {kind === 'sheet' ? <SheetFields sheet={sheet ?? usualSheet} onChange={setSheet} /> : null}
      <PressSelect profileId={pressId} onChange={setPress} />
      <ProfileFields profile={profile ?? exactProfile} onChange={setProfile} />
      <div>
        <Checkbox isSelected={countsCards} onChange={setCounts}>
          {text('form.counts')}
        </Checkbox>
        <p className="soft">{text('form.counts.help')}</p>
      </div>
    </OfficeForm>
  )
}

export function RetirePrinter({ printer }: { printer: Printer }) {
  const text = useText()
  return (
    <DialogButton
      label={text('retire.open')}
      title={text('retire.title', { name: printer.name })}
      icon="close"
      kind="quiet"
    >
      {(close) => <RetireForm printer={printer} onDone={close} />}
    </DialogButton>
  )
}

function RetireForm({ printer, onDone }: { printer: Printer; onDone: () => void }) {
  const text = useText()
  const command = useChange((_: undefined, commandId) =>
    call(retirePrinter, { params: { printerId: printer.id }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('retire.submit')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{text('retire.words')}</p>
    </OfficeForm>
  )
}
