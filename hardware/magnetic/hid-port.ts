/** One opened USB HID device that exchanges 64-byte reports. The real one is in `hid.ts`, simulated ones in `../simulator`. */
export interface HidPort {
  /** Sends one 64-byte report (without report id). Throws HardwareError 'device-missing' when the device is gone. */
  write(report: Uint8Array): Promise<void>
  /** Answers the function that stops listening. */
  onReport(listener: (report: Uint8Array) => void): () => void
  /** Called once when the device was unplugged or failed. */
  onGone(listener: () => void): () => void
  close(): Promise<void>
}
