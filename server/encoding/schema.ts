import { Type, type Static } from 'typebox'
import { Id, Line } from '../platform/schema.ts'
import { BlankBalance, CardCounts, Chip } from '../batches/schema.ts'

const Moment = Type.String({ format: 'date-time' })
const DeviceName = Line(200)
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
const closed = { additionalProperties: false } as const

export const BatchParams = Type.Object({ batchId: Id })
export const RunParams = Type.Object({ runId: Id })

/** Encodes each card that is laid on the reader, then its stripe where a writer is named. */
export const NewRun = Type.Object(
  { stationId: Id, readerName: DeviceName, stripeName: orNull(DeviceName) },
  closed,
)

export const CardParams = Type.Object({ cardNumber: Type.String({ pattern: '^9156[0-9]{12}$' }) })
export const BoxParams = Type.Object({ boxId: Id })
/** `language`: of the words on the label; the page's own where it is absent. */
/** Printed and kept nowhere. */
const NewLetter = Type.Object(
  {
    cardNumber: CardParams.properties.cardNumber,
    name: Line(36),
    address: Type.Array(Line(36), { minItems: 1, maxItems: 5 }),
  },
  { additionalProperties: false },
)
export const NewLetters = Type.Object(
  {
    language: Type.Enum(['zh-CN', 'en']),
    letters: Type.Array(NewLetter, { minItems: 1, maxItems: 50 }),
  },
  { additionalProperties: false },
)
export type NewLetters = Static<typeof NewLetters>
export const LabelQuery = Type.Object({ language: Type.Optional(Type.Enum(['zh-CN', 'en'])) })

const RunState = Type.Union([Type.Literal('running'), Type.Literal('paused'), Type.Literal('finished')])

/**
 * `lastStep`: `waiting-for-card`, a step of the chip (`read-chip` …), `write-stripe`, `read-stripe`,
 * `finished`, `spoiled`. `lastError`: a device's code (`card-lost`, `bad-swipe` …) or a refusal's
 * (`batch-complete`, `no-blanks-left`, `card-finished-already`, `card-spoiled-already`, `card-of-another-batch`,
 * `stripe-differs`, `station-down`).
 */
export const Run = Type.Object({
  id: Id,
  batchId: Id,
  stationId: Id,
  stationName: Type.String(),
  readerName: Type.String(),
  stripeName: orNull(Type.String()),
  state: RunState,
  /** the station answers */
  isUp: Type.Boolean(),
  lastStep: orNull(Type.String()),
  lastError: orNull(Type.String()),
  /** the card that it works on */
  cardNumber: orNull(Type.String()),
  startedAt: Moment,
  finishedAt: orNull(Moment),
})
export type Run = Static<typeof Run>

/** Events of topic `batch:<id>` say what to change in this: `step`, `card-finished`, `card-spoiled`, `run-error`, `run-changed`. */
export const Progress = Type.Object({
  batchId: Id,
  chip: Chip,
  runs: Type.Array(Run),
  cards: CardCounts,
  balance: BlankBalance,
  /** cards begun and not finished: feed the same card again, or spoil its number */
  unfinished: Type.Array(Type.Object({ cardNumber: Type.String(), position: Type.Integer(), since: Moment })),
  /** latest first */
  latest: Type.Array(
    Type.Object({
      cardNumber: Type.String(),
      position: Type.Integer(),
      outcome: Type.Union([Type.Literal('encoded'), Type.Literal('spoiled')]),
      reason: orNull(Type.String()),
      at: Moment,
    }),
  ),
})
export type Progress = Static<typeof Progress>

/** Data of the event `step`. */
export const StepEvent = Type.Object({
  runId: Id,
  step: Type.String(),
  cardNumber: orNull(Type.String()),
  position: orNull(Type.Integer()),
})
/** Data of the event `run-error`. */
export const RunErrorEvent = Type.Object({
  runId: Id,
  error: Type.String(),
  cardNumber: orNull(Type.String()),
})
