import { concat } from '../bytes.ts'
import { configurationPages, type Ntag21xModel } from './ntag21x.ts'
import {
  isUnlocked,
  type Ntag21xJob,
  type Ntag21xPlan,
  openNtag21x,
  openProtection,
  passwordOpens,
} from './ntag21x-job.ts'
import { type BlankTag, type FinishedTag, type SpoiledTag, spoiledTag } from './tag-outcome.ts'
import type { TagTransport } from './tag-transport.ts'
import { holds, readOnlyContainer, setBits, settlePages, type2Page, writeContent } from './type2.ts'

// CFG0 and CFG1 (NTAG213/215/216 §8.5.7); what is not ours stays as NXP delivers it.
const strongModulation = 0x04
const virtualCard = 0x05
const accessBits = { readProtected: 0x80, countsReads: 0x10 } as const

const accessPage = ({ isReadProtected, countsReads, attemptLimit }: Ntag21xPlan) =>
  Uint8Array.of(
    (isReadProtected ? accessBits.readProtected : 0) |
      (countsReads ? accessBits.countsReads : 0) |
      attemptLimit,
    virtualCard,
    0,
    0,
  )

const protectedFromData = Uint8Array.of(strongModulation, 0, 0, type2Page.data)

/** Static lock bytes (§8.5.2): the capability container and every lock bit, or besides them every page. */
const staticLocks = { frozen: [0x0f, 0x00], 'for-ever': [0xff, 0xff] } as const

const everyBit = Uint8Array.of(0xff, 0xff, 0xff, 0xff)
const noBit = new Uint8Array(4)

function dynamicLocks({ allLocks, allFreezes }: Ntag21xModel, locks: Ntag21xPlan['locks']) {
  const bits = allFreezes.map((byte, index) => byte | (locks === 'for-ever' ? (allLocks[index] ?? 0) : 0))
  return Uint8Array.of(...bits, 0)
}

/** Password and acknowledge never read back, but act at once, unlike the rest of the configuration. */
async function writePassword({ tag, model, password, acknowledge }: Ntag21xJob): Promise<boolean> {
  const pages = configurationPages(model)
  return (
    (await tag.writePage(pages.password, password)) &&
    (await tag.writePage(pages.acknowledge, concat(acknowledge, Uint8Array.of(0, 0))))
  )
}

/** AUTH0 before the rest: a tag that is torn in between asks for a password that is known to be ours. */
async function protect({ tag, model, plan }: Ntag21xJob): Promise<boolean> {
  const pages = configurationPages(model)
  return (
    (await settlePages(tag, pages.mirrorAndAuth0, protectedFromData)) &&
    (await settlePages(tag, pages.access, accessPage(plan)))
  )
}

async function readsBack({ tag, model, plan, content }: Ntag21xJob): Promise<boolean> {
  const configuration = concat(protectedFromData, accessPage(plan))
  return (
    (await holds(tag, type2Page.data, content)) &&
    (await holds(tag, configurationPages(model).mirrorAndAuth0, configuration))
  )
}

/** What cannot be taken back. The static locks come last, because they lock the container and the other locks' freezing. */
async function lock({ tag, model, plan }: Ntag21xJob): Promise<boolean> {
  const container = readOnlyContainer(model.dataBytes)
  const mask = plan.locks === 'frozen' ? everyBit : noBit
  return (
    (await setBits(tag, type2Page.capabilities, container, everyBit)) &&
    (await setBits(tag, model.dynamicLockPage, dynamicLocks(model, plan.locks), mask.with(3, 0))) &&
    (await setBits(
      tag,
      type2Page.staticLocks,
      Uint8Array.of(0, 0, ...staticLocks[plan.locks]),
      mask.with(0, 0).with(1, 0),
    ))
  )
}

async function finish(
  job: Ntag21xJob,
  protection: 'free' | 'ours' | 'foreign',
): Promise<FinishedTag | SpoiledTag> {
  if (protection === 'foreign') return spoiledTag('foreign-keys')
  job.begin('write-content')
  if (!(await writeContent(job.tag, job.content))) return spoiledTag('foreign-locks')
  if (protection === 'free') {
    job.begin('set-password')
    if (!(await writePassword(job))) return spoiledTag('foreign-locks')
    if (!(await passwordOpens(job))) return spoiledTag('proof-failed')
  }
  job.begin('protect')
  if (!(await protect(job))) return spoiledTag('foreign-locks')
  job.begin('read-back')
  if (!(await readsBack(job))) return spoiledTag('proof-failed')
  job.begin('lock')
  if (!(await lock(job))) return spoiledTag('foreign-locks')
  return { outcome: 'finished', uid: job.head.uid }
}

/**
 * Makes a blank NTAG 213, 215 or 216 one of our cards, or finishes one that was torn: content, password proven, protection,
 * read-back, and only then what cannot be taken back. Repeating it on a finished tag only proves it again.
 * The password has 32 bits and goes over the air in clear: it is a lock against scribblers and no proof that a card is
 * ours. That is only a MAC over UID and number inside the message, and even that can be copied with the UID.
 * Throws a `HardwareError`: 'card-lost' when torn (feed the same tag again), 'unknown-card' for another chip,
 * 'not-genuine' for a copied chip, 'reader-cannot' where the reader passes no raw commands on.
 */
export async function personaliseNtag21x(
  tag: TagTransport,
  plan: Ntag21xPlan,
): Promise<FinishedTag | SpoiledTag> {
  const job = await openNtag21x(tag, plan)
  return finish(job, await openProtection(job))
}

/** Says in which state a tag is after a tear, and finishes it if its protection was begun. Throws as above. */
export async function recoverNtag21x(
  tag: TagTransport,
  plan: Ntag21xPlan,
): Promise<FinishedTag | SpoiledTag | BlankTag> {
  const job = await openNtag21x(tag, plan)
  const protection = await openProtection(job)
  if (protection === 'free' && isUnlocked(job)) return { outcome: 'blank' }
  return finish(job, protection)
}
