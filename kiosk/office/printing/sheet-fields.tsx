import { useState } from 'react'
import type { PrinterSheet } from '../../api/printing.ts'
import { Checkbox, Choice } from '../../ui/choice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { decimal } from './decimal.ts'
import { useText } from './texts.ts'

/** What is typed (mm, or how many) in the units that are kept, and how far it may go. */
const fields = [
  { name: 'width', factor: 1_000, least: 60, most: 1_600 },
  { name: 'height', factor: 1_000, least: 60, most: 1_600 },
  { name: 'columns', factor: 1, least: 1, most: 40 },
  { name: 'rows', factor: 1, least: 1, most: 40 },
  { name: 'gapX', factor: 1_000, least: 0, most: 50 },
  { name: 'gapY', factor: 1_000, least: 0, most: 50 },
] as const

type Name = (typeof fields)[number]['name']
type Lengths = Record<Name, number>

/** As perforated card sheets have it. */
export const usualSheet: PrinterSheet = {
  paper: { widthUm: 210_000, heightUm: 297_000 },
  columns: 2,
  rows: 5,
  gapUm: { xUm: 4_000, yUm: 4_000 },
  duplex: 'long-edge',
  marks: { crop: true, registration: true },
}

const edges = ['long-edge', 'short-edge'] as const

/** How cards stand on a printer's paper; undefined while something typed is no number. */
export function SheetFields({
  sheet,
  onChange,
}: {
  sheet: PrinterSheet
  onChange: (sheet: PrinterSheet | undefined) => void
}) {
  const text = useText()
  const [typed, setTyped] = useState<Record<Name, string>>(() => {
    const lengths = lengthsOf(sheet)
    const written = fields.map(({ name, factor }) => [name, String(lengths[name] / factor)])
    return Object.fromEntries(written) as Record<Name, string>
  })
  const [duplex, setDuplex] = useState(sheet.duplex)
  const [marks, setMarks] = useState(sheet.marks)
  const change = (next: { typed?: typeof typed; duplex?: typeof duplex; marks?: typeof marks }) => {
    const now = { typed, duplex, marks, ...next }
    setTyped(now.typed)
    setDuplex(now.duplex)
    setMarks(now.marks)
    const lengths = readLengths(now.typed)
    onChange(lengths && sheetOf(lengths, now))
  }
  const lengths = readLengths(typed)
  return (
    <fieldset className="profile-fields">
      <legend>{text('sheet.title')}</legend>
      <div className="form-row">
        {fields.map((field) => (
          <TextField
            key={field.name}
            label={text(`sheet.${field.name}`)}
            value={typed[field.name]}
            inputMode="decimal"
            maxLength={7}
            onChange={(next) => change({ typed: { ...typed, [field.name]: next } })}
            error={
              decimal(typed[field.name], field) === undefined
                ? text('sheet.wrong', { least: field.least, most: field.most })
                : undefined
            }
          />
        ))}
      </div>
      {lengths ? <output>{text('sheet.cards', { count: lengths.columns * lengths.rows })}</output> : null}
      <Choice
        label={text('sheet.duplex')}
        value={duplex}
        onChange={(next) => change({ duplex: next })}
        options={edges.map((value) => ({ value, label: text(`sheet.${value}`) }))}
      />
      <Checkbox isSelected={marks.crop} onChange={(crop) => change({ marks: { ...marks, crop } })}>
        {text('sheet.crop')}
      </Checkbox>
      <Checkbox
        isSelected={marks.registration}
        onChange={(registration) => change({ marks: { ...marks, registration } })}
      >
        {text('sheet.registration')}
      </Checkbox>
    </fieldset>
  )
}

const lengthsOf = ({ paper, columns, rows, gapUm }: PrinterSheet): Lengths => ({
  width: paper.widthUm,
  height: paper.heightUm,
  columns,
  rows,
  gapX: gapUm.xUm,
  gapY: gapUm.yUm,
})

const sheetOf = (
  { width, height, columns, rows, gapX, gapY }: Lengths,
  { duplex, marks }: Pick<PrinterSheet, 'duplex' | 'marks'>,
): PrinterSheet => ({
  paper: { widthUm: width, heightUm: height },
  columns,
  rows,
  gapUm: { xUm: gapX, yUm: gapY },
  duplex,
  marks,
})

function readLengths(typed: Record<Name, string>): Lengths | undefined {
  const read = fields.map((field) => [field.name, decimal(typed[field.name], field)] as const)
  const isWhole = read.every(([name, value]) => value !== undefined && isCount(name, typed[name]))
  return isWhole ? (Object.fromEntries(read) as Lengths) : undefined
}

/** There is no half column. */
const isCount = (name: Name, typed: string): boolean =>
  (name !== 'columns' && name !== 'rows') || /^\s*\d+\s*$/.test(typed)
