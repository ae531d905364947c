import { useState } from 'react'
import { call } from '../../api/call.ts'
import { checkImport, getHead, type Head, type Import, type ImportOptions } from '../../api/imports.ts'
import { getCounters } from '../../api/programmes.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { Checkbox, Choice } from '../../ui/choice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { Table } from '../../ui/table.tsx'
import { NumberField } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { fieldsOf, missingFrom } from './fields-of.ts'
import { useText } from './texts.ts'

interface Counter {
  id: string
  name: string
}

/** The first rows, and what each column is: guessed, and corrected by a person. */
export function ColumnsSection({ of: one }: { of: Import }) {
  const head = useRead(getHead, { params: { importId: one.id } })
  const counters = useRead(getCounters)
  return (
    <>
      <Trouble of={[head, counters]} />
      {head.data && counters.data ? (
        <>
          <HeadTable head={head.data} />
          <ColumnsForm key={one.id} of={one} head={head.data} counters={counters.data.counters} />
        </>
      ) : null}
    </>
  )
}

const widthOf = ({ rows }: Head): number => Math.max(0, ...rows.map(({ cells }) => cells.length))

function HeadTable({ head }: { head: Head }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <Section title={text('head.title')}>
      <div className="import-head">
        <Table
          caption={text('head.title')}
          rows={head.rows.slice(0, 6)}
          keyOf={({ line }) => String(line)}
          columns={[
            { title: text('head.line'), cell: ({ line }) => number(line) },
            ...Array.from({ length: widthOf(head) }, (_, column) => ({
              title: text('columns.column', { number: column + 1 }),
              cell: ({ cells }: Head['rows'][number]) => cells[column] ?? '',
            })),
          ]}
        />
      </div>
    </Section>
  )
}

interface FormProps {
  of: Import
  head: Head
  counters: readonly Counter[]
}

function ColumnsForm({ of: one, head, counters }: FormProps) {
  const text = useText()
  const first = counters[0]?.id ?? null
  const [options, setOptions] = useState<ImportOptions>(
    one.options ?? { ...head.guess, counterId: one.kind === 'purchases' ? first : null },
  )
  const set = (part: Partial<ImportOptions>) => setOptions({ ...options, ...part })
  const command = useChange((body: ImportOptions, commandId) =>
    call(checkImport, { params: { importId: one.id }, body, commandId }),
  )
  const missing = missingFrom(one.kind, options)
  return (
    <Section title={text('columns.title')}>
      <OfficeForm
        submit={text(one.state === 'checked' ? 'check.again' : 'check')}
        command={command}
        isComplete={missing === undefined && options.fenPerUnit > 0}
        onSubmit={() => command.mutate(options)}
      >
        <Checkbox isSelected={options.hasHeadings} onChange={(hasHeadings) => set({ hasHeadings })}>
          {text('headings')}
        </Checkbox>
        <ColumnSelects kind={one.kind} head={head} options={options} onChange={set} />
        {one.kind === 'purchases' ? (
          <OfPurchases options={options} counters={counters} onChange={set} />
        ) : null}
        {missing ? <Notice tone="caution" title={text(`columns.${missing}`)} /> : null}
      </OfficeForm>
    </Section>
  )
}

type Change = (part: Partial<ImportOptions>) => void

function ColumnSelects({
  kind,
  head,
  options,
  onChange,
}: {
  kind: Import['kind']
  head: Head
  options: ImportOptions
  onChange: Change
}) {
  const text = useText()
  const headings = options.hasHeadings ? head.rows[0]?.cells : undefined
  const choices = Array.from({ length: widthOf(head) }, (_, column) => {
    const name = headings?.[column]
    return {
      value: String(column),
      label: name
        ? text('columns.named', { number: column + 1, name })
        : text('columns.column', { number: column + 1 }),
    }
  })
  return (
    <div className="import-columns">
      {fieldsOf[kind].map((field) => (
        <Select
          key={field}
          label={text(`field.${field}`)}
          value={options.columns[field] === undefined ? 'none' : String(options.columns[field])}
          options={[{ value: 'none', label: text('columns.none') }, ...choices]}
          onChange={(chosen) => {
            const { [field]: _, ...others } = options.columns
            onChange({ columns: chosen === 'none' ? others : { ...others, [field]: Number(chosen) } })
          }}
        />
      ))}
    </div>
  )
}

function OfPurchases({
  options,
  counters,
  onChange,
}: {
  options: ImportOptions
  counters: readonly Counter[]
  onChange: Change
}) {
  const text = useText()
  return (
    <>
      <Choice
        label={text('date-order')}
        value={options.dateOrder}
        options={(['ymd', 'dmy', 'mdy'] as const).map((value) => ({
          value,
          label: text(`date-order.${value}`),
        }))}
        onChange={(dateOrder) => onChange({ dateOrder })}
      />
      <Unit options={options} onChange={onChange} />
      {counters.length > 0 ? (
        <Select
          label={text('counter')}
          help={text('counter.help')}
          value={options.counterId ?? undefined}
          options={counters.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(counterId) => onChange({ counterId })}
        />
      ) : (
        <Notice tone="caution" title={text('counter.none')} />
      )}
      <Choice
        label={text('points')}
        value={options.purchasePoints}
        options={(['none', 'by-rules'] as const).map((value) => ({ value, label: text(`points.${value}`) }))}
        onChange={(purchasePoints) => onChange({ purchasePoints })}
      />
      <p className="soft">{text('points.help')}</p>
    </>
  )
}

const UNITS = { yuan: 100, fen: 1 } as const

function Unit({ options: { fenPerUnit }, onChange }: { options: ImportOptions; onChange: Change }) {
  const text = useText()
  const [isOther, setOther] = useState(fenPerUnit !== UNITS.yuan && fenPerUnit !== UNITS.fen)
  const unit = isOther ? 'other' : fenPerUnit === UNITS.fen ? 'fen' : 'yuan'
  return (
    <>
      <Choice
        label={text('unit')}
        value={unit}
        options={(['yuan', 'fen', 'other'] as const).map((value) => ({
          value,
          label: text(`unit.${value}`),
        }))}
        onChange={(chosen) => {
          setOther(chosen === 'other')
          onChange({ fenPerUnit: chosen === 'other' ? 720 : UNITS[chosen] })
        }}
      />
      {isOther ? (
        <NumberField
          label={text('unit.fen-per')}
          help={text('unit.fen-per.help')}
          value={fenPerUnit > 0 ? fenPerUnit : undefined}
          min={1}
          max={100_000}
          onChange={(value) => onChange({ fenPerUnit: value ?? 0 })}
        />
      ) : null}
    </>
  )
}
