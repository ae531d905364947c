/** The line to a device of the MSR family, whatever cable it is: whole messages out, bytes in. */
export interface MsrPort {
  /** Throws HardwareError 'device-missing' when the device is gone. */
  send(message: Uint8Array): Promise<void>
  /** `ends`: an answer is known to end here; a serial line never knows. Answers the function that stops listening. */
  onBytes(listener: (bytes: Uint8Array, ends: boolean) => void): () => void
  /** Called once when the device was unplugged or failed. */
  onGone(listener: () => void): () => void
  close(): Promise<void>
}
