/** How the MSR605X cuts messages into 64-byte USB reports, as natesales/msr605x and Sam4000133/msr605x-ubuntu observed it. */
import type { HidPort } from './hid-port.ts'
import type { MsrPort } from './msr-port.ts'

/** Payload bytes of one 64-byte USB report, after its header byte. */
const REPORT_PAYLOAD = 63
const REPORT_SIZE = 64
const FIRST_REPORT = 0x80
const LAST_REPORT = 0x40
const LENGTH_MASK = 0x3f

/** Cuts a message into 64-byte reports: 80 marks the first, 40 the last, the low six bits count its payload bytes. */
export function toReports(message: Uint8Array): Uint8Array[] {
  const count = Math.max(1, Math.ceil(message.length / REPORT_PAYLOAD))
  return Array.from({ length: count }, (_, index) => {
    const payload = message.subarray(index * REPORT_PAYLOAD, (index + 1) * REPORT_PAYLOAD)
    const report = new Uint8Array(REPORT_SIZE)
    report[0] = (index === 0 ? FIRST_REPORT : 0) | (index === count - 1 ? LAST_REPORT : 0) | payload.length
    report.set(payload, 1)
    return report
  })
}

/** Answers a function that takes reports one by one and gives the whole message with its last report. */
export function createReportAssembler(): (report: Uint8Array) => Uint8Array | undefined {
  let collected: number[] = []
  return (report) => {
    const header = report[0] ?? 0
    if (header & FIRST_REPORT) collected = []
    collected.push(...report.subarray(1, 1 + (header & LENGTH_MASK)))
    return header & LAST_REPORT ? Uint8Array.from(collected) : undefined
  }
}

/** The line to an MSR605X through its reports. */
export function overReports(port: HidPort): MsrPort {
  return {
    async send(message) {
      for (const report of toReports(message)) await port.write(report)
    },
    onBytes(listener) {
      const assemble = createReportAssembler()
      return port.onReport((report) => {
        const message = assemble(report)
        if (message) listener(message, true)
      })
    },
    onGone: (listener) => port.onGone(listener),
    close: () => port.close(),
  }
}
