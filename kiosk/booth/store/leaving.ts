import { inTurn, readBook } from './book.ts'
import { countWaiting } from './queue.ts'
import { forgetTablet, type Vault } from './vault.ts'

/** Ends the tablet on this browser, unless something waits that the office has not given up: then nothing is erased. */
export const leaveTablet = (vault: Vault): Promise<'left' | 'entries-wait'> =>
  inTurn(async () => {
    const { writtenOff } = await readBook(vault)
    if (writtenOff === undefined && (await countWaiting()) > 0) return 'entries-wait'
    await forgetTablet()
    return 'left'
  })
