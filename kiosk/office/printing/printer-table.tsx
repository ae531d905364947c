import { useState } from 'react'
import { call } from '../../api/call.ts'
import {
  changeSupplies,
  getPrinterNow,
  type ChangeSupplies,
  type Printer,
  type PrinterNow,
} from '../../api/printing.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { NumberField } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { desk } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { ChangePrinter, RetirePrinter } from './printer-form.tsx'
import { useText } from './texts.ts'
import { useTroubleWords } from './trouble-words.ts'

const ASK_MS = 5_000

export function PrinterTable({ printers }: { printers: readonly Printer[] }) {
  const text = useText()
  const { number } = useFormats()
  const isDesk = useMay(desk)
  const isAdministrator = useMay(['administrator'])
  return (
    <Table
      caption={text('printers.title')}
      rows={printers}
      keyOf={({ id }) => id}
      columns={[
        {
          title: text('printer.name'),
          cell: ({ name, kind }) => (
            <>
              {name} <span className="small-line soft">{text(`kind.${kind}`)}</span>
            </>
          ),
        },
        { title: text('printer.state'), cell: (printer) => <Now printer={printer} /> },
        { title: text('printer.place'), cell: ({ place }) => place ?? text('printer.office') },
        {
          title: text('printer.blanks'),
          isNumber: true,
          cell: ({ supplies }) => number(supplies.blanks),
        },
        {
          title: text('printer.ribbon'),
          isNumber: true,
          cell: ({ supplies }) => number(supplies.ribbon),
        },
        { title: text('printer.enough'), isNumber: true, cell: (printer) => <Enough printer={printer} /> },
        {
          title: text('printer.do'),
          cell: (printer) => (
            <div className="actions">
              {isDesk ? <SuppliesDialog printer={printer} /> : null}
              {isDesk && printer.kind === 'sheet' ? <CalibrationLink printer={printer} /> : null}
              {isAdministrator ? (
                <>
                  <ChangePrinter printer={printer} />
                  <RetirePrinter printer={printer} />
                </>
              ) : null}
            </div>
          ),
        },
      ]}
    />
  )
}

const marks: Record<PrinterNow['state'], { tone: Tone; icon: IconName }> = {
  ready: { tone: 'good', icon: 'check' },
  printing: { tone: 'plain', icon: 'printer' },
  'held-up': { tone: 'caution', icon: 'alert' },
  away: { tone: 'bad', icon: 'alert' },
}

/** What the printer says of itself; asked again every few seconds while somebody looks. */
function Now({ printer }: { printer: Printer }) {
  const text = useText()
  const words = useTroubleWords()
  const now = useRead(getPrinterNow, { params: { printerId: printer.id }, everyMs: ASK_MS }).data
  if (!now) return <span className="soft">{text('now.asking')}</span>
  return (
    <>
      <Badge {...marks[now.state]}>{text(`now.${now.state}`)}</Badge>
      {now.trouble ? <span className="small-line">{words(now.trouble)}</span> : null}
      {now.model ? <span className="small-line soft">{now.model}</span> : null}
    </>
  )
}

function Enough({ printer: { supplies, wanted } }: { printer: Printer }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <>
      {number(supplies.enoughFor)}
      {supplies.enoughFor < wanted ? (
        <span className="small-line enough-short">
          <Icon name="alert" /> {text('printer.short', { wanted })}
        </span>
      ) : null}
    </>
  )
}

function SuppliesDialog({ printer }: { printer: Printer }) {
  const text = useText()
  return (
    <DialogButton
      label={text('supplies.open')}
      title={text('supplies.title', { name: printer.name })}
      icon="box"
    >
      {(close) => <SuppliesForm printer={printer} onDone={close} />}
    </DialogButton>
  )
}

function CalibrationLink({ printer: { id } }: { printer: Printer }) {
  const text = useText()
  return (
    <a
      className="button quiet"
      href={`/api/v1/printers/${id}/calibration.pdf`}
      target="_blank"
      rel="noreferrer"
    >
      <Icon name="download" />
      <span>{text('printer.calibration')}</span>
    </a>
  )
}

const kinds = ['loaded', 'counted'] as const

function SuppliesForm({ printer, onDone }: { printer: Printer; onDone: () => void }) {
  const text = useText()
  const [kind, setKind] = useState<ChangeSupplies['kind']>('loaded')
  const [blanks, setBlanks] = useState<number>()
  const [ribbon, setRibbon] = useState<number | undefined>(printer.ribbonPerCard === 0 ? 0 : undefined)
  const command = useChange((body: ChangeSupplies, commandId) =>
    call(changeSupplies, { params: { printerId: printer.id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('supplies.submit')}
      command={command}
      isComplete={blanks !== undefined && ribbon !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        blanks === undefined || ribbon === undefined
          ? undefined
          : command.mutate({ kind, blanks, ribbon }, { onSuccess: onDone })
      }
    >
      <Choice
        label={text('supplies.kind')}
        value={kind}
        onChange={setKind}
        options={kinds.map((value) => ({ value, label: text(`supplies.${value}`) }))}
      />
      <NumberField
        label={text('supplies.blanks')}
        value={blanks}
        min={0}
        max={100_000}
        onChange={setBlanks}
      />
      {printer.ribbonPerCard > 0 ? (
        <NumberField
          label={text('supplies.ribbon')}
          help={text('supplies.ribbon.help')}
          value={ribbon}
          min={0}
          max={1_000_000}
          onChange={setRibbon}
        />
      ) : null}
    </OfficeForm>
  )
}
