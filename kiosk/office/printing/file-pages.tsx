import type { Printer } from '../../api/printing.ts'
import { Choice } from '../../ui/choice.tsx'
import { Select } from '../../ui/select.tsx'
import { useText } from './texts.ts'

const ways = ['sides', 'sheets'] as const

interface FilePagesProps {
  printers: readonly Printer[]
  /** undefined: a side a page */
  sheetPrinterId: string | undefined
  onChange: (like: Printer | undefined) => void
}

/** Whether a file has a side a page, or sheets as one of the sheet printers has them. */
export function FilePages({ printers, sheetPrinterId, onChange }: FilePagesProps) {
  const text = useText()
  const sheetPrinters = printers.filter(({ sheet }) => sheet !== null)
  if (sheetPrinters.length === 0) return <p className="soft">{text('pages.none')}</p>
  const chosen = sheetPrinters.find(({ id }) => id === sheetPrinterId)
  return (
    <>
      <Choice
        label={text('pages.label')}
        value={sheetPrinterId === undefined ? 'sides' : 'sheets'}
        onChange={(way) => onChange(way === 'sheets' ? sheetPrinters[0] : undefined)}
        options={ways.map((value) => ({ value, label: text(`pages.${value}`) }))}
      />
      {sheetPrinterId === undefined ? null : (
        <Select
          label={text('pages.like')}
          help={text('pages.like.help')}
          value={sheetPrinterId}
          onChange={(id) => onChange(sheetPrinters.find((printer) => printer.id === id))}
          options={sheetPrinters.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {chosen?.sheet ? <p className="soft">{text('pages.sheet', sheetFacts(chosen.sheet))}</p> : null}
    </>
  )
}

/** Cards a sheet, and its paper in mm. */
export const sheetFacts = ({ columns, rows, paper }: NonNullable<Printer['sheet']>) => ({
  count: columns * rows,
  width: paper.widthUm / 1_000,
  height: paper.heightUm / 1_000,
})
