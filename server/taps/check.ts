import type { KeyService } from '../keys/index.ts'
import { identifyChipText, identifyQr, identifySun, isStopped } from '../cards/index.ts'
import { accept, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { invitationIn } from '../sharing/index.ts'
import type { CheckTap, TapVerdict } from './schema.ts'

/**
 * Says whether a card is genuine, to anybody and of nobody. Forged, foreign and stopped cards get one answer; a tap that
 * was seen before is a copy, and is flagged.
 */
export async function checkTap(
  work: Work,
  keys: KeyService,
  shown: CheckTap,
): Promise<Result<TapVerdict, never>> {
  const seen = await identifyShown(work, keys, shown)
  if (!seen.ok) return accept({ verdict: seen.reason === 'card-copied' ? 'copied' : 'unknown' })
  if (isStopped(seen.value) || seen.value.state === 'suspended') return accept({ verdict: 'unknown' })
  const { design, designVersion, level, state, memberId, sharesBalance, programmeId } = seen.value
  const isTheirs = 'picc' in shown && state === 'active' && sharesBalance
  const invitation =
    isTheirs && memberId ? await invitationIn(work, keys, { memberId, programmeId }) : undefined
  return accept({ verdict: 'genuine', design, designVersion, level, ...(invitation ? { invitation } : {}) })
}

function identifyShown(work: Work, keys: KeyService, shown: CheckTap) {
  if ('qr' in shown) return identifyQr(work, keys, shown.qr)
  return 'uid' in shown ? identifyChipText(work, keys, shown) : identifySun(work, keys, shown)
}
