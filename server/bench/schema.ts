import { Type, type Static } from 'typebox'
import { CardState } from '../cards/schema.ts'
import { Chip, Verification } from '../batches/schema.ts'
import { Id, Line } from '../platform/schema.ts'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

export const ReaderParams = Type.Object({ stationId: Id, readerName: Line(200) })
export const RunParams = Type.Object({ runId: Id })
export const WriterParams = Type.Object({ stationId: Id, writerName: Line(200) })

/** A card that the books know; `batchId` is where its page is found. */
const OurCard = Type.Object({
  cardNumber: Type.String(),
  position: Type.Integer(),
  state: CardState,
  batchId: Id,
  batchCode: Type.String(),
})
export type OurCard = Static<typeof OurCard>

/** What a person may do with the card on the desk; more than one where there is a choice, the likeliest first. */
export const MayDo = Type.Union([
  Type.Object({ what: Type.Literal('encode'), batchId: Id, batchCode: Type.String() }),
  Type.Object({ what: Type.Literal('finish'), batchId: Id, batchCode: Type.String() }),
  Type.Object({ what: Type.Literal('verify'), batchId: Id, batchCode: Type.String() }),
  Type.Object({ what: Type.Literal('spoil'), batchId: Id, batchCode: Type.String() }),
  Type.Object({ what: Type.Literal('return-to-box'), batchId: Id, batchCode: Type.String() }),
  Type.Object({ what: Type.Literal('order-batch'), chip: Chip }),
  Type.Object({
    what: Type.Enum([
      'give-back',
      'ask-holder',
      'destroy',
      'cut-up',
      'swipe-again',
      'keep-as-evidence',
      'nothing-foreign',
      'nothing-not-genuine',
      'nothing-unknown-chip',
      'nothing-unreadable',
    ]),
  }),
])
export type MayDo = Static<typeof MayDo>

/** Whose signature over its UID the chip carries. `none`: a chip without one. */
const Originality = Type.Enum(['genuine', 'simulated', 'foreign', 'none', 'unreadable'])
export type Originality = Static<typeof Originality>

/** What the address on the card proves. `ours`: by its message or MAC; of any other address only the host is told. */
const CardMessage = Type.Union([
  Type.Object({ is: Type.Literal('none') }),
  Type.Object({
    is: Type.Literal('ours'),
    /** of the chip's message; null where the address only has a MAC */
    counter: orNull(Type.Integer()),
  }),
  Type.Object({ is: Type.Enum(['copied', 'not-proven']) }),
  Type.Object({ is: Type.Literal('foreign'), host: Type.String() }),
])
export type CardMessage = Static<typeof CardMessage>

export const Examination = Type.Object({
  /** null for a chip that the product does not know, or that this reader cannot tell */
  chip: orNull(
    Type.Object({
      name: Type.String(),
      isCopyable: Type.Boolean(),
      secretsPassInClear: Type.Boolean(),
    }),
  ),
  /** upper-case hex */
  uid: Type.String(),
  /** it shows another one each time */
  isUidHidden: Type.Boolean(),
  originality: Originality,
  /** of each key that tells it; 0 is a maker's */
  keyVersions: Type.Array(
    Type.Object({ of: Type.Enum(['card', 'application']), key: Type.Integer(), version: Type.Integer() }),
  ),
  message: CardMessage,
  /** null for one that is not in our books */
  card: orNull(OurCard),
  mayDo: Type.Array(MayDo),
})
export type Examination = Static<typeof Examination>

/** Whether reading a card again counts as verifying it; null for one that is not in our books. */
export const ReRead = Type.Interface([Examination], {
  verification: orNull(
    Type.Union([
      Type.Object({ counts: Type.Literal(true), verification: Verification }),
      Type.Object({
        counts: Type.Literal(false),
        why: Type.Enum([
          'card-not-genuine',
          'card-copied',
          'stripe-edited',
          'batch-closed',
          'card-of-another-batch',
          'stripe-unread',
          'chip-unread',
          'card-already-verified',
        ]),
      }),
    ]),
  ),
})
export type ReRead = Static<typeof ReRead>

/** Never what a track says: only how long it is and of what kind. */
const TrackSeen = Type.Object({
  track: Type.Integer({ minimum: 1, maximum: 3 }),
  /** characters */
  length: Type.Integer(),
  kind: Type.Enum(['ours', 'payment-card', 'digits', 'text']),
})
export type TrackSeen = Static<typeof TrackSeen>

export const SwipeExamination = Type.Object({
  tracks: Type.Array(TrackSeen),
  /** `unread`: drawn badly or empty, which no writer can tell apart. `ours`: every track is as we wrote it. `edited`: one of them claims a number of ours and is not. */
  verdict: Type.Enum(['ours', 'edited', 'foreign', 'unread']),
  card: orNull(OurCard),
  mayDo: Type.Array(MayDo),
})
export type SwipeExamination = Static<typeof SwipeExamination>
