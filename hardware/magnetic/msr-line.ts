import { HardwareError } from '../ports.ts'
import type { Command } from './msr-commands.ts'
import { RESET, testCommunication } from './msr-commands.ts'
import type { MsrPort } from './msr-port.ts'

/** The conversation with one device: a command, its answer, then the next. */
export interface MsrLine {
  /** Throws 'timeout' (never without a limit), 'device-missing', and what `interrupt` was given. */
  exchange<Answer>(command: Command<Answer>, timeoutMs?: number): Promise<Answer>
  /**
   * Ends what the device waits for and takes the conversation up again, so that an answer that was on its way is never
   * taken for the next one's.
   */
  reset(): Promise<void>
  /** Makes the exchange that is going on fail. */
  interrupt(error: Error): void
  /** Only sends; for a device that is given back. */
  sendReset(): Promise<void>
  readonly isGone: boolean
  close(): Promise<void>
}

export function openMsrLine(port: MsrPort, answerTimeoutMs: number): MsrLine {
  let received: number[] = []
  let pending: { take: (ends: boolean) => void; fail: (error: Error) => void } | undefined
  let isGone = false

  port.onBytes((bytes, ends) => {
    if (!pending) return
    received.push(...bytes)
    pending.take(ends)
  })
  port.onGone(() => {
    isGone = true
    pending?.fail(new HardwareError('device-missing'))
  })

  async function exchange<Answer>(command: Command<Answer>, timeoutMs?: number): Promise<Answer> {
    if (isGone) throw new HardwareError('device-missing')
    let timer: NodeJS.Timeout | undefined
    received = []
    const answered = new Promise<Answer>((settle, fail) => {
      const take = (ends: boolean): void => {
        const answer = command.findAnswer(Uint8Array.from(received))
        if (answer !== undefined) settle(answer)
        else if (ends) received = [] // a whole message, but no answer to this
      }
      pending = { take, fail }
      if (timeoutMs !== undefined) timer = setTimeout(() => fail(new HardwareError('timeout')), timeoutMs)
    })
    try {
      const [answer] = await Promise.all([answered, port.send(command.bytes)])
      return answer
    } finally {
      clearTimeout(timer)
      pending = undefined
    }
  }

  const sendReset = (): Promise<void> => port.send(RESET)

  return {
    exchange,
    sendReset,
    async reset() {
      await sendReset()
      await exchange(testCommunication, answerTimeoutMs)
    },
    interrupt: (error) => pending?.fail(error),
    get isGone() {
      return isGone
    },
    async close() {
      isGone = true
      pending?.fail(new HardwareError('device-missing'))
      await port.close()
    },
  }
}
