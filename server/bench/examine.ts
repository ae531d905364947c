import { identifyCard } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import { accept, type Result } from '../platform/refusal.ts'
import type { SilentCard } from '../stations/index.ts'
import type { Work } from '../platform/work.ts'
import type { Seen } from './look.ts'
import { batchChipsOf, mayDo } from './may-do.ts'
import { batchesWaitingFor, findByNumber, findByUid, type BookedCard } from './queries.ts'
import type { CardMessage, Examination, OurCard } from './schema.ts'

export interface Examining {
  keys: KeyService
  stationId: string
  readerName: string
  isSimulated: boolean
  seen: Seen
  /** what a card without an address said to its own keys, where it was asked */
  silent?: SilentCard | undefined
}

type Identified = Awaited<ReturnType<typeof identifyCard>>
/** An examination with what the card proved; undefined when it said nothing that could. */
export interface Examined {
  examination: Examination
  identified: Identified | undefined
}

/**
 * Says what the card on a reader is to us, and what may be done with it. Its message counts as a tap; nothing else of the
 * card changes, and of somebody else's address only the host is kept.
 */
export async function examineCard(work: Work, examining: Examining): Promise<Result<Examination, never>> {
  return accept((await examine(work, examining)).examination)
}

/** As `examineCard`, for a rule that goes on with the card. */
export async function examine(
  work: Work,
  { keys, stationId, readerName, isSimulated, seen, silent }: Examining,
): Promise<Examined> {
  const { chip, uid, isUidHidden, originality, keyVersions } = seen
  const byUid = isUidHidden ? undefined : await findByUid(work.tx, uid)
  const identified = await identify(work, keys, { uri: seen.uri, silent })
  const { message, named } = await judgeMessage(work, { uri: seen.uri, byUid, identified })
  const card = byUid ?? named
  const isCopy = message.is === 'copied' || (named !== undefined && !isUidHidden && named.nfcUid !== uid)
  const waiting = chip && !card ? await batchesWaitingFor(work.tx, batchChipsOf(chip.chip)) : []
  await audit(work, {
    action: 'bench.card-examined',
    subject: `station:${stationId}`,
    details: { readerName, chip: chip?.chip ?? 'unknown', originality, cardNumber: card?.cardNumber ?? '' },
  })
  const examination: Examination = {
    chip: chip
      ? { name: chip.name, isCopyable: chip.isCopyable, secretsPassInClear: chip.secretsPassInClear }
      : null,
    uid,
    isUidHidden,
    originality,
    keyVersions,
    message,
    card: card ? asOurs(card) : null,
    mayDo: mayDo({ card, isCopy, chip, originality, keyVersions, message, waiting, isSimulated }),
  }
  return { examination, identified }
}

function identify(
  work: Work,
  keys: KeyService,
  { uri, silent }: { uri: string | undefined; silent: SilentCard | undefined },
): Promise<Identified> | undefined {
  if (uri !== undefined) return identifyCard(work, keys, { kind: 'tap', uri })
  return silent && identifyCard(work, keys, { kind: 'chip', ...silent })
}

/** What the address proves, and the card that it names when it proves one. */
async function judgeMessage(
  work: Work,
  {
    uri,
    byUid,
    identified,
  }: { uri: string | undefined; byUid: BookedCard | undefined; identified: Identified | undefined },
): Promise<{ message: CardMessage; named?: BookedCard | undefined }> {
  if (uri === undefined || !identified) return { message: { is: 'none' } }
  if (identified.ok) {
    const named = await findByNumber(work.tx, identified.value.cardNumber)
    const counter = identified.value.means === 'tap' ? (named?.sunCounter ?? null) : null
    return { message: { is: 'ours', counter }, named }
  }
  if (identified.reason === 'card-copied') return { message: { is: 'copied' } }
  return { message: byUid ? { is: 'not-proven' } : { is: 'foreign', host: hostOf(uri) } }
}

const hostOf = (uri: string): string => (URL.canParse(uri) ? new URL(uri).host : '')

export const asOurs = ({ cardNumber, position, state, batchId, batchCode }: BookedCard): OurCard => ({
  cardNumber,
  position,
  state,
  batchId,
  batchCode,
})
