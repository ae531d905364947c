import { handOverCards } from '../cards/index.ts'
import { firstServed, piecesAt, takePieceEach, type Bucket } from '../gifts/index.ts'
import type { KeyService } from '../keys/index.ts'
import { addStrangers } from '../members/index.ts'
import { auditAll } from '../platform/audit.ts'
import { NotTogether, runTogether, type Asked, type Command } from '../platform/command.ts'
import { publishAll } from '../platform/events.ts'
import type { Platform } from '../platform/platform.ts'
import { together } from '../platform/together.ts'
import type { Work } from '../platform/work.ts'
import { closeBooks, enterEarning, newMembersBook } from '../points/index.ts'
import { signatureText } from './enrolling.ts'
import { insertEnrolments } from './enrolment-queries.ts'
import type { EnrolmentAnswer, NewEnrolment } from './enrolment-schema.ts'
import { plainOnes, readingOf, type Plain } from './plain-enrolments.ts'
import { useReadings } from './reading-queries.ts'
import {
  answerOf,
  eventsOf,
  factOf,
  referenceOf,
  rowOf,
  welcomeOf,
  type RecordedEnrolment,
} from './recorded-enrolment.ts'

/** One gathers while the other waits for the disk. */
const LANES = 2
const MOST_AT_ONCE = 128

/**
 * Enrols people who come at about the same moment in one transaction, as far as they are plain.
 * @returns undefined for one whom `enrol` must judge by itself: nothing of it was written
 */
export function gatherEnrolments(
  { db, log }: Pick<Platform, 'db' | 'log'>,
  keys: KeyService,
): (command: Command, form: NewEnrolment) => Promise<EnrolmentAnswer | undefined> {
  const enrol = together({ lanes: LANES, most: MOST_AT_ONCE }, (asked: readonly Asked<NewEnrolment>[]) =>
    runTogether(db, asked, (works) => enrolTogether(keys, works)).catch((error: unknown) => {
      log.warn({ err: error, enrolments: asked.length }, 'people are enrolled one by one')
      return asked.map(() => undefined)
    }),
  )
  return (command, ask) => enrol({ command, ask })
}

/** What `enrol` would have written, for those of the people who are plain; undefined for the others. */
async function enrolTogether(
  keys: KeyService,
  asks: readonly { work: Work; ask: NewEnrolment }[],
): Promise<(EnrolmentAnswer | undefined)[]> {
  const answers: (EnrolmentAnswer | undefined)[] = asks.map(() => undefined)
  const [first] = asks
  if (!first) return answers
  const { tx } = first.work
  const plain = await plainOnes(
    tx,
    keys,
    asks.map(({ work, ask: form }) => ({ work, form })),
  )
  const buckets = await piecesAt(tx, plain.flatMap(pieceOf))
  const served = firstServed(plain, (one) => pieceOf(one)[0], buckets)
  for (const [place, enrolment] of (await write(keys, served, buckets)).entries()) {
    const { index, work, card } = served[place] ?? {}
    if (index !== undefined && work && card)
      answers[index] = { ...answerOf(work, enrolment), cardNumber: card.cardNumber }
  }
  return answers
}

/** The piece that somebody gets; nothing for who wants none. */
const pieceOf = ({ work, booth, form: { giftId } }: Plain) =>
  giftId === null
    ? []
    : [{ work, placeId: booth.place_id, giftId, reason: 'enrolment' as const, reference: referenceOf(work) }]

/**
 * Writes what was judged, in the order in which `enrol` locks: reading, phone, card, gift. Whoever waits here holds nothing
 * that others need who come before it in this order. What has changed meanwhile undoes all.
 */
async function write(
  keys: KeyService,
  plain: readonly Plain[],
  buckets: readonly Bucket[],
): Promise<RecordedEnrolment[]> {
  const [first] = plain
  if (!first) return []
  const { tx } = first.work
  const readings = plain.flatMap(readingOf)
  const used = await useReadings(tx, readings)
  if (used.size < readings.length) throw new NotTogether()
  const memberIds = await addStrangers(keys, plain.map(joiningOf))
  if (!memberIds) throw new NotTogether()
  const done = plain.map((one, place) => ({ ...one, enrolment: recordedOf(one, memberIds[place] ?? '') }))
  const areGiven = await handOverCards(
    done.map(({ work, booth, card: { cardNumber }, enrolment: { memberId } }) => ({
      work,
      cardNumber,
      memberId,
      placeId: booth.place_id,
    })),
  )
  if (!areGiven) throw new NotTogether()
  await welcomeAll(done)
  await insertEnrolments(
    tx,
    done.map(({ work, enrolment }) => rowOf(work, enrolment)),
  )
  await auditAll(done.map(({ work, enrolment }) => ({ work, fact: factOf(work, enrolment) })))
  await publishAll(
    done.flatMap(({ work, enrolment }) => eventsOf(work, enrolment).map((event) => ({ work, event }))),
  )
  // Last, because others wait for the gift that everybody wants.
  if (!(await takePieceEach(plain.flatMap(pieceOf), buckets))) throw new NotTogether()
  return done.map(({ enrolment }) => enrolment)
}

const joiningOf = ({ work, drive, person, card, form }: Plain) => ({
  work,
  member: { ...person, programmeId: drive.programme_id, level: card.level },
  consent: { textVersion: form.consentVersion, signature: signatureText(form) },
})

const recordedOf = (
  { work, booth, drive, shift, form, card, rules }: Plain,
  memberId: string,
): RecordedEnrolment => ({
  booth,
  drive,
  shift,
  form,
  card,
  memberId,
  isNew: true,
  giftId: form.giftId,
  welcomePoints: welcomeOf(work, rules).points,
})

async function welcomeAll(done: readonly (Plain & { enrolment: RecordedEnrolment })[]): Promise<void> {
  const books = done.map(({ work, rules, enrolment: { memberId } }) => {
    const book = newMembersBook(work, memberId)
    enterEarning(book, welcomeOf(work, rules))
    return book
  })
  await closeBooks(books)
}
