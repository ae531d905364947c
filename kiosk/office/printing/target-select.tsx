import type { Printer } from '../../api/printing.ts'
import { RequiredSelect } from '../fields.tsx'
import { asTarget, targetsOf } from './targets.ts'
import { useText } from './texts.ts'

/** Where cards are printed: any free printer of a kind, one of them, or a file. */
export function TargetSelect({
  printers,
  value,
  onChange,
}: {
  printers: readonly Printer[]
  value: string | undefined
  onChange: (value: string) => void
}) {
  const text = useText()
  const nameOf = (target: string): string => {
    const { kind, printerId } = asTarget(target)
    const printer = printers.find(({ id }) => id === printerId)
    return printer
      ? text('print.on', { name: printer.name, enough: printer.supplies.enoughFor })
      : text(`print.pool.${kind}`)
  }
  return (
    <RequiredSelect
      label={text('print.target')}
      value={value}
      onChange={onChange}
      options={targetsOf(printers).map((target) => ({ value: target, label: nameOf(target) }))}
    />
  )
}
