import { isIP } from 'node:net'
import type { CardPrinter } from '../../hardware/ports.ts'
import { openIppPrinter } from '../../hardware/printing/ipp.ts'
import { mayPrintTo, readPrinterAddress } from '../../hardware/printing/printer-address.ts'
import type { KeyService } from '../keys/index.ts'
import { assert } from '../platform/errors.ts'

export interface PrintingNeeds {
  keys: KeyService
  /** printers at this machine (its own CUPS) are taken too; else nothing is ever sent to it */
  allowsThisMachine: boolean
}

export interface PrinterLine {
  address: string
  certificateSha256: string | null
}

/** A printer in the house answers in milliseconds; one that is off must not hold up the others. */
const TIMEOUT_MS = 4_000

/** The way to a printer that an administrator entered. */
export function openPrinter(
  { address, certificateSha256 }: PrinterLine,
  { allowsThisMachine }: Pick<PrintingNeeds, 'allowsThisMachine'>,
): CardPrinter {
  const read = readPrinterAddress(address)
  assert(read !== undefined, 'an address is read before it is kept')
  return openIppPrinter({
    address: read,
    allowsThisMachine,
    timeoutMs: TIMEOUT_MS,
    ...(certificateSha256 ? { certificateSha256 } : {}),
  })
}

/** Whether it is written as a printer's; where a name leads is looked at each time that something is sent. */
export function isPrinterAddress(
  text: string,
  { allowsThisMachine }: Pick<PrintingNeeds, 'allowsThisMachine'>,
): boolean {
  const read = readPrinterAddress(text)
  if (!read) return false
  return isIP(read.host) === 0
    ? allowsThisMachine || !/(^|\.)localhost\.?$/i.test(read.host)
    : mayPrintTo(read.host, { allowsThisMachine })
}
