import { sha256Hex } from './bytes.ts'
import type { OfficeWord } from './contract.ts'
import { firstWaiting, setWrittenOff, settle } from './queue.ts'
import { signedCall } from './signed-request.ts'
import type { Vault } from './vault.ts'

/** As many as the server looks at in one go. */
const most = 5_000

/** Lets go of what the office has judged from a revoked tablet's file, and hears whether the rest was given up. */
export async function hearOffice(vault: Vault): Promise<void> {
  const waiting = await firstWaiting(vault, most)
  const texts = await Promise.all(
    waiting.map(async ({ number, text }) => ({ number, hash: await sha256Hex(text) })),
  )
  const path = `/api/v1/tablets/${vault.tabletId}/office-word`
  const { verdicts, writtenOff } = await signedCall<OfficeWord>(vault, {
    method: 'POST',
    path,
    body: { texts },
  })
  if (verdicts.length > 0) await settle(vault, verdicts)
  if (writtenOff) await setWrittenOff(vault, writtenOff.reason)
}
