import type { Printer, PrinterKind } from '../../api/printing.ts'

/** One printer, or whichever of its kind is free. */
export interface Target {
  kind: PrinterKind
  printerId?: string
}

const kinds = ['card', 'sheet'] as const

/** The choices of a list: the pool of each kind that there is, then each printer; as `kind` or `kind:id`. */
export const targetsOf = (printers: readonly Printer[]): string[] => [
  ...kinds.filter((kind) => printers.some((printer) => printer.kind === kind)),
  ...printers.map(({ kind, id }) => `${kind}:${id}`),
]

export function asTarget(value: string): Target {
  const [kind, printerId] = value.split(':')
  return { kind: kind === 'sheet' ? 'sheet' : 'card', ...(printerId ? { printerId } : {}) }
}
