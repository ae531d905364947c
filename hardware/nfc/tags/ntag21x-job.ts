import { HardwareError } from '../../ports.ts'
import { sameBytes } from '../aes.ts'
import { hex } from '../bytes.ts'
import { verifyOriginality } from '../originality.ts'
import {
  authenticatePassword,
  configurationPages,
  identifyNtag21x,
  type Ntag21xModel,
  readOriginalitySignature,
} from './ntag21x.ts'
import type { TagTransport } from './tag-transport.ts'
import { readHead, type Type2Head } from './type2.ts'
import { encodeContent } from './type2-content.ts'

/** What one card gets. Password and acknowledge are derived per card by the caller. */
interface Ntag21xContent {
  /** An NDEF message; what makes it ours (a MAC over UID and number) is inside it. */
  readonly message: Uint8Array
  /** 4 bytes. */
  readonly password: Uint8Array
  /** PACK, 2 bytes: how the tag shows that it took the password. */
  readonly acknowledge: Uint8Array
}

/** In this order. */
export type Ntag21xStep = 'read-chip' | 'write-content' | 'set-password' | 'protect' | 'read-back' | 'lock'

export interface Ntag21xPlan {
  /** Called once the UID is known and before anything is written; may refuse the card by throwing. */
  readonly contentOf: (uid: string) => Ntag21xContent | Promise<Ntag21xContent>
  /** Wrong passwords until the password is refused for ever, 1–7; 0 for no limit. */
  readonly attemptLimit: number
  /** Whether reading needs the password too; phones then see nothing. */
  readonly isReadProtected: boolean
  /** Whether the tag counts how often it is read (NFC_CNT_EN). */
  readonly countsReads: boolean
  /** frozen: the password still changes the content, and nobody can lock it; for-ever: nothing changes it any more. */
  readonly locks: 'frozen' | 'for-ever'
  /** Refuses a chip that its maker did not sign; `publicKeys` (hex) are trusted besides NXP's, for simulated tags. */
  readonly originality?: { readonly publicKeys: readonly string[] }
  readonly onStep?: (step: Ntag21xStep) => void
}

/** One tag on the reader with everything that is needed to write it. */
export interface Ntag21xJob {
  readonly tag: TagTransport
  readonly plan: Ntag21xPlan
  readonly model: Ntag21xModel
  readonly head: Type2Head
  readonly password: Uint8Array
  readonly acknowledge: Uint8Array
  /** The data area, whole pages. */
  readonly content: Uint8Array
  readonly begin: (step: Ntag21xStep) => void
}

/** The data area that a tag gets. Throws a RangeError for what no tag of this model can take. */
function contentFor(model: Ntag21xModel, plan: Ntag21xPlan, wanted: Ntag21xContent): Uint8Array {
  if (wanted.password.length !== 4 || wanted.acknowledge.length !== 2)
    throw new RangeError('password and acknowledge must have 4 and 2 bytes')
  if (!Number.isInteger(plan.attemptLimit) || plan.attemptLimit < 0 || plan.attemptLimit > 7)
    throw new RangeError('attempt limit must be 0 to 7')
  const content = encodeContent(wanted.message)
  if (content.length > model.dataBytes) throw new RangeError('the message is too long for the tag')
  return content
}

async function checkOriginality(tag: TagTransport, plan: Ntag21xPlan, uid: string): Promise<void> {
  if (!plan.originality) return
  const signature = await readOriginalitySignature(tag)
  if (!signature || !verifyOriginality('ntag21x', uid, signature, plan.originality.publicKeys))
    throw new HardwareError('not-genuine')
}

/** Names the tag and gets its content; nothing is written. Throws 'unknown-card', 'not-genuine' for a copied chip. */
export async function openNtag21x(tag: TagTransport, plan: Ntag21xPlan): Promise<Ntag21xJob> {
  const begin = plan.onStep ?? (() => undefined)
  begin('read-chip')
  const model = await identifyNtag21x(tag)
  const head = await readHead(tag)
  await checkOriginality(tag, plan, head.uid)
  const wanted = await plan.contentOf(head.uid)
  const { password, acknowledge } = wanted
  return { tag, plan, model, head, password, acknowledge, content: contentFor(model, plan, wanted), begin }
}

/** AUTH0: the first page that asks for the password; beyond the memory it is switched off. */
const isSwitchedOff = (model: Ntag21xModel, configuration: Uint8Array) =>
  (configuration[3] ?? 0) > configurationPages(model).acknowledge

/** Whether the password opens the tag and the tag answers with the acknowledge. */
export async function passwordOpens({ tag, password, acknowledge }: Ntag21xJob): Promise<boolean> {
  const answer = await authenticatePassword(tag, password)
  return answer !== undefined && sameBytes(answer, acknowledge)
}

/** free: no password asked; ours: it took ours and is authenticated; foreign: it has another. */
export async function openProtection(job: Ntag21xJob): Promise<'free' | 'ours' | 'foreign'> {
  const configuration = await job.tag.readPages(configurationPages(job.model).mirrorAndAuth0)
  if (configuration && isSwitchedOff(job.model, configuration)) return 'free'
  return (await passwordOpens(job)) ? 'ours' : 'foreign'
}

/** Whether no lock of the tag's first pages is set yet. */
export const isUnlocked = ({ head }: Ntag21xJob): boolean => hex(head.staticLocks) === '0000'
