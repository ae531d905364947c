import { connect } from 'node:net'
import { HardwareError, type ReceiptPrinter } from '../ports.ts'
import { encodeReceipt } from './escpos.ts'

/** Raw printing, as most network printers offer it. */
const RAW_PORT = 9100
const TIMEOUT_MS = 8_000

export interface ReceiptPrinterAddress {
  host: string
  port?: number
  /** ms without a byte taken */
  timeoutMs?: number
}

/** Reads `host`, `host:port` or `[address]:port`; undefined when it is none of these. */
export function parseReceiptPrinter(text: string): ReceiptPrinterAddress | undefined {
  const [, bracketed, plain, port] =
    /^(?:\[([0-9a-f:.]+)\]|([A-Za-z0-9.-]+))(?::(\d{1,5}))?$/i.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === undefined || Number(port ?? RAW_PORT) > 65_535) return undefined
  return { host, ...(port !== undefined && { port: Number(port) }) }
}

/** An ESC/POS printer at the other end of a TCP line. It answers nothing: printed means that it took every byte. */
export const openReceiptPrinter = ({
  host,
  port = RAW_PORT,
  timeoutMs = TIMEOUT_MS,
}: ReceiptPrinterAddress): ReceiptPrinter => ({
  print: (lines) => {
    const bytes = encodeReceipt(lines)
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port })
      const fail = (cause?: unknown): void => {
        socket.destroy()
        reject(new HardwareError('printer-unreachable', { cause }))
      }
      socket.setTimeout(timeoutMs, fail)
      socket.on('error', fail)
      socket.once('connect', () => socket.end(bytes))
      // Whatever a printer says is not waited for, but an unread answer would keep the line open.
      socket.resume()
      socket.once('close', (hadError) => {
        if (!hadError) resolve()
      })
    })
  },
})
