import { inTurn } from './book.ts'
import { countWaiting } from './queue.ts'
import { forgetTablet } from './vault.ts'

/** Ends the tablet on this browser, unless something waits: then nothing is erased. */
export const leaveTablet = (): Promise<'left' | 'entries-wait'> =>
  inTurn(async () => {
    if ((await countWaiting()) > 0) return 'entries-wait'
    await forgetTablet()
    return 'left'
  })
