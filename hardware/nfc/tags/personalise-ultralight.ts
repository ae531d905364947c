import { HardwareError } from '../../ports.ts'
import type { RandomBytes } from '../authenticate.ts'
import { verifyOriginality } from '../originality.ts'
import { readOriginalitySignature } from './ntag21x.ts'
import { type BlankTag, type FinishedTag, type SpoiledTag, spoiledTag } from './tag-outcome.ts'
import type { TagTransport } from './tag-transport.ts'
import {
  holds,
  readHead,
  readOnlyContainer,
  setBits,
  settlePages,
  type Type2Head,
  type2Page,
  writeContent,
} from './type2.ts'
import { encodeContent } from './type2-content.ts'
import {
  type PageRun,
  ultralightDataBytes,
  type UltralightModel,
  type UltralightSettings,
} from './ultralight.ts'

interface UltralightContent {
  /** An NDEF message. */
  readonly message: Uint8Array
  /** 16 bytes each, as many as the model has; derived per card by the caller. */
  readonly keys: readonly Uint8Array[]
}

/** In this order. */
export type UltralightStep = 'read-chip' | 'write-content' | 'set-keys' | 'protect' | 'read-back' | 'lock'

export interface UltralightPlan extends UltralightSettings {
  /** Called once the UID is known and before anything is written; may refuse the card by throwing. */
  readonly contentOf: (uid: string) => UltralightContent | Promise<UltralightContent>
  /** Refuses a chip that its maker did not sign; `publicKeys` (hex) are trusted besides NXP's. Ultralight C has no signature. */
  readonly originality?: { readonly publicKeys: readonly string[] }
  /** Cryptographically strong in production. */
  readonly randomBytes: RandomBytes
  readonly onStep?: (step: UltralightStep) => void
}

interface UltralightJob {
  readonly tag: TagTransport
  readonly model: UltralightModel
  readonly plan: UltralightPlan
  readonly head: Type2Head
  readonly keys: readonly Uint8Array[]
  readonly content: Uint8Array
  readonly begin: (step: UltralightStep) => void
}

function checkPlan(model: UltralightModel, plan: UltralightPlan) {
  const limit = plan.attemptLimit
  if (!Number.isInteger(limit) || limit < 0 || limit > 1023)
    throw new RangeError('attempt limit must be 0 to 1023')
  if (model.chip === 'ultralight-c' && limit !== 0) throw new RangeError('Ultralight C has no attempt limit')
}

async function checkOriginality(
  { signedAs }: UltralightModel,
  tag: TagTransport,
  plan: UltralightPlan,
  uid: string,
) {
  if (!signedAs || !plan.originality) return
  const signature = await readOriginalitySignature(tag)
  if (!signature || !verifyOriginality(signedAs, uid, signature, plan.originality.publicKeys))
    throw new HardwareError('not-genuine')
}

async function openJob(
  tag: TagTransport,
  model: UltralightModel,
  plan: UltralightPlan,
): Promise<UltralightJob> {
  checkPlan(model, plan)
  const begin = plan.onStep ?? (() => undefined)
  begin('read-chip')
  if (!(await model.isOnReader(tag))) throw new HardwareError('unknown-card')
  const head = await readHead(tag)
  await checkOriginality(model, tag, plan, head.uid)
  const { message, keys } = await plan.contentOf(head.uid)
  if (keys.length !== model.keyCount || keys.some((key) => key.length !== 16))
    throw new RangeError('keys must have 16 bytes each')
  const content = encodeContent(message)
  if (content.length > ultralightDataBytes) throw new RangeError('the message is too long for the tag')
  return { tag, model, plan, head, keys, content, begin }
}

const knowsKey = ({ tag, model, keys, plan }: UltralightJob): Promise<boolean> =>
  model.authenticate(tag, keys[0] ?? new Uint8Array(16), plan.randomBytes)

/** free: no key asked; ours: authenticated with our key; foreign: it has another. */
async function openProtection(job: UltralightJob): Promise<'free' | 'ours' | 'foreign'> {
  const { page, byte } = job.model.auth0
  const setting = await job.tag.readPages(page)
  if (setting && (setting[byte] ?? 0) >= job.model.pageCount) return 'free'
  return (await knowsKey(job)) ? 'ours' : 'foreign'
}

async function settleAll(tag: TagTransport, runs: readonly PageRun[]): Promise<boolean> {
  for (const { first, bytes } of runs) if (!(await settlePages(tag, first, bytes))) return false
  return true
}

/**
 * Writes keys, which never read back, and proves the first by its use before anything is protected by it. Throws
 * 'card-refused' when the tag goes on with the old key, as some do until they were without power.
 */
async function setKeys(job: UltralightJob): Promise<boolean> {
  const { tag, model, keys } = job
  for (const { first, bytes } of model.keyPages(keys)) {
    for (let offset = 0; offset < bytes.length; offset += 4) {
      if (!(await tag.writePage(first + offset / 4, bytes.slice(offset, offset + 4)))) return false
    }
  }
  await tag.reselect()
  if (!(await knowsKey(job))) throw new HardwareError('card-refused')
  return true
}

async function readsBack({ tag, model, plan, content }: UltralightJob): Promise<boolean> {
  if (!(await holds(tag, type2Page.data, content))) return false
  for (const { first, bytes } of model.settingPages(plan)) if (!(await holds(tag, first, bytes))) return false
  return true
}

/** What cannot be taken back; the static locks come last, because they lock the container. */
async function lock({ tag, model }: UltralightJob): Promise<boolean> {
  const container = readOnlyContainer(ultralightDataBytes)
  if (
    !(await setBits(
      tag,
      type2Page.capabilities,
      container,
      container.map(() => 0xff),
    ))
  )
    return false
  for (const { first, bytes, mask } of model.freezes)
    if (!(await setBits(tag, first, bytes, mask))) return false
  return true
}

async function finish(
  job: UltralightJob,
  protection: 'free' | 'ours' | 'foreign',
): Promise<FinishedTag | SpoiledTag> {
  if (protection === 'foreign') return spoiledTag('foreign-keys')
  job.begin('write-content')
  if (!(await writeContent(job.tag, job.content))) return spoiledTag('foreign-locks')
  job.begin('set-keys')
  const isKeySet = protection === 'ours' || (await knowsKey(job))
  if (!isKeySet && !(await setKeys(job))) return spoiledTag('foreign-locks')
  job.begin('protect')
  if (!(await settleAll(job.tag, job.model.settingPages(job.plan)))) return spoiledTag('foreign-locks')
  job.begin('read-back')
  if (!(await readsBack(job))) return spoiledTag('proof-failed')
  job.begin('lock')
  if (!(await lock(job))) return spoiledTag('foreign-locks')
  return { outcome: 'finished', uid: job.head.uid }
}

/**
 * Makes a blank MIFARE Ultralight C or AES one of our cards, or finishes one that was torn: content, keys proven by an
 * authentication, protection, read-back, and only then what cannot be taken back. Repeating it only proves the card again.
 * The keys are written in clear, so whoever records this moment has them; later the tag proves by its key that it is the
 * one, but nothing protects the data on their way. Throws a `HardwareError`: 'card-lost' when torn (feed the same tag
 * again), 'unknown-card', 'not-genuine', 'card-refused' (take it off and feed it again), 'reader-cannot'.
 */
export async function personaliseUltralight(
  tag: TagTransport,
  model: UltralightModel,
  plan: UltralightPlan,
): Promise<FinishedTag | SpoiledTag> {
  const job = await openJob(tag, model, plan)
  return finish(job, await openProtection(job))
}

/** Says in which state a tag is after a tear, and finishes it if its protection was begun. Throws as above. */
export async function recoverUltralight(
  tag: TagTransport,
  model: UltralightModel,
  plan: UltralightPlan,
): Promise<FinishedTag | SpoiledTag | BlankTag> {
  const job = await openJob(tag, model, plan)
  const protection = await openProtection(job)
  const isUnlocked = job.head.staticLocks.every((byte) => byte === 0)
  if (protection === 'free' && isUnlocked) return { outcome: 'blank' }
  return finish(job, protection)
}
