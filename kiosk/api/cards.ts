import type { Static } from 'typebox'
import type * as schema from '../../server/cards/schema.ts'
import { read, write } from './route.ts'

export type Design = Static<typeof schema.DesignSummary>
export type Batch = schema.BatchDetails
export type Balance = schema.BlankBalance
export type CardCounts = schema.CardCounts
export type Card = schema.Card
export type CardState = schema.CardState
export type CardAlert = Static<typeof schema.CardAlert>
export type NewBatch = Static<typeof schema.NewBatch>
export type MoveBlanks = Static<typeof schema.MoveBlanks>
export type MoveCards = Static<typeof schema.MoveCards>
export type Chip = schema.Chip
export type BatchLife = schema.BatchLife
export type CardBox = schema.CardBox
export type CardTransfer = schema.CardTransfer
export type Reconciliation = schema.Reconciliation
export type StepBalance = schema.StepBalance
export type CloseBatch = Static<typeof schema.CloseBatch>
export type StopCard = Static<typeof schema.StopCard>

type NewTransportKey = Static<typeof schema.NewTransportKey>
export type TransportKey = schema.TransportKey
export const getTransportKeys = read<Static<typeof schema.TransportKeys>>()('/api/v1/transport-keys')
export const addTransportKey = write<NewTransportKey, TransportKey>()('POST', '/api/v1/transport-keys')
export const getDesigns = read<Static<typeof schema.Designs>>()('/api/v1/designs')
export const getBatches = read<Static<typeof schema.Batches>>()('/api/v1/batches')
export const getBatch = read<Batch>()('/api/v1/batches/:batchId')
export const getCards = read<Static<typeof schema.Cards>>()('/api/v1/batches/:batchId/cards')
export const getCardAlerts = read<Static<typeof schema.CardAlerts>>()('/api/v1/card-alerts')
export const orderBatch = write<NewBatch, Batch>()('POST', '/api/v1/batches')
export const getLife = read<BatchLife>()('/api/v1/batches/:batchId/life')
export const getReconciliation = read<Reconciliation>()('/api/v1/batches/:batchId/reconciliation')
export const approveBatch = write<Static<typeof schema.ApproveBatch>, Batch>()(
  'POST',
  '/api/v1/batches/:batchId/approve',
)
export const refuseBatch = write<Static<typeof schema.RefuseBatch>, Batch>()(
  'POST',
  '/api/v1/batches/:batchId/refuse',
)
export const verifyCard = write<Static<typeof schema.VerifyCard>, Static<typeof schema.VerifiedCard>>()(
  'POST',
  '/api/v1/batches/:batchId/verifications',
)
export const failCard = write<Static<typeof schema.FailCard>, Static<typeof schema.SpoiledCard>>()(
  'POST',
  '/api/v1/batches/:batchId/verification-failures',
)
type VerifyingReader = Static<typeof schema.VerifyingReader>
export const openVerifyingReader = write<VerifyingReader, VerifyingReader>()(
  'POST',
  '/api/v1/batches/:batchId/verifying-readers',
)
export const closeVerifyingReader = write<VerifyingReader, VerifyingReader>()(
  'POST',
  '/api/v1/batches/:batchId/verifying-readers/close',
)
export const sealBox = write<Static<typeof schema.SealBox>, CardBox>()(
  'POST',
  '/api/v1/batches/:batchId/boxes',
)
export const openBox = write<Static<typeof schema.OpenBox>, CardBox>()('POST', '/api/v1/boxes/:boxId/open')
export const sendBox = write<Static<typeof schema.SendBox>, Static<typeof schema.MovedCards>>()(
  'POST',
  '/api/v1/boxes/:boxId/send',
)
export const sendCards = write<MoveCards, Static<typeof schema.MovedCards>>()(
  'POST',
  '/api/v1/batches/:batchId/allocate',
)
type EndedTransfer = Static<typeof schema.EndedTransfer>
export const confirmTransfer = write<Static<typeof schema.ConfirmTransfer>, EndedTransfer>()(
  'POST',
  '/api/v1/card-transfers/:transferId/confirm',
)
export const recallTransfer = write<undefined, EndedTransfer>()(
  'POST',
  '/api/v1/card-transfers/:transferId/recall',
)
export const countBlanks = write<Static<typeof schema.CountBlanks>, Batch>()(
  'POST',
  '/api/v1/batches/:batchId/counts',
)
export const moveBlanks = write<MoveBlanks, Batch>()('POST', '/api/v1/batches/:batchId/blanks')
export const closeBatch = write<CloseBatch, Batch>()('POST', '/api/v1/batches/:batchId/close')
export const takeCardsBack = write<MoveCards, Static<typeof schema.MovedCards>>()(
  'POST',
  '/api/v1/batches/:batchId/take-back',
)
export const spoilCard = write<Static<typeof schema.SpoilCard>, Static<typeof schema.SpoiledCard>>()(
  'POST',
  '/api/v1/cards/:cardNumber/spoil',
)
export const stopCard = write<StopCard, Static<typeof schema.StoppedCard>>()(
  'POST',
  '/api/v1/cards/:cardNumber/stop',
)
export const resumeCard = write<undefined, Static<typeof schema.StoppedCard>>()(
  'POST',
  '/api/v1/cards/:cardNumber/resume',
)
