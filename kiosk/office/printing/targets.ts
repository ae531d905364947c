import type { Printer, PrintJobKind } from '../../api/printing.ts'

/** One printer, whichever of its kind is free, or a file for a printer's own program. */
export interface Target {
  kind: PrintJobKind
  printerId?: string
}

const kinds = ['card', 'sheet'] as const

/** The choices of a list: the pool of each kind that there is, each printer, a file; as `kind` or `kind:id`. */
export const targetsOf = (printers: readonly Printer[]): string[] => [
  ...kinds.filter((kind) => printers.some((printer) => printer.kind === kind)),
  ...printers.map(({ kind, id }) => `${kind}:${id}`),
  'file',
]

export function asTarget(value: string): Target {
  const [kind, printerId] = value.split(':')
  return {
    kind: kind === 'sheet' || kind === 'file' ? kind : 'card',
    ...(printerId ? { printerId } : {}),
  }
}
