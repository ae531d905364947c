import type { Static } from 'typebox'
import type * as batches from '../../server/batches/schema.ts'
import type * as words from '../../server/batches/card-words-schema.ts'
import type * as books from '../../server/batches/books-schema.ts'
import type * as transfers from '../../server/batches/transfer-schema.ts'
import type * as cards from '../../server/cards/schema.ts'
import { read, write } from './route.ts'

export type CardField = words.CardField
export type CardWords = words.CardWords
export type Batch = batches.BatchDetails
export type Balance = batches.BlankBalance
export type CardCounts = batches.CardCounts
export type Card = cards.Card
export type CardState = cards.CardState
export type CardAlert = Static<typeof cards.CardAlert>
export type NewBatch = Static<typeof batches.NewBatch>
export type MoveBlanks = Static<typeof books.MoveBlanks>
export type MoveCards = Static<typeof transfers.MoveCards>
export type Chip = batches.Chip
export type BatchLife = batches.BatchLife
export type CardBox = transfers.CardBox
export type CardTransfer = transfers.CardTransfer
export type Reconciliation = books.Reconciliation
export type StepBalance = books.StepBalance
export type CloseBatch = Static<typeof books.CloseBatch>
export type StopCard = Static<typeof cards.StopCard>

type NewTransportKey = Static<typeof batches.NewTransportKey>
export type TransportKey = batches.TransportKey
export const getTransportKeys = read<Static<typeof batches.TransportKeys>>()('/api/v1/transport-keys')
export const addTransportKey = write<NewTransportKey, TransportKey>()('POST', '/api/v1/transport-keys')
export const getBatches = read<Static<typeof batches.Batches>>()('/api/v1/batches')
export const getBatch = read<Batch>()('/api/v1/batches/:batchId')
export const getCards = read<Static<typeof batches.Cards>>()('/api/v1/batches/:batchId/cards')
export const getCardAlerts = read<Static<typeof cards.CardAlerts>>()('/api/v1/card-alerts')
export const orderBatch = write<NewBatch, Batch>()('POST', '/api/v1/batches')
export const getCardWords = read<CardWords>()('/api/v1/batches/:batchId/words')
export const writeCardWords = write<words.NewCardWords, Static<typeof words.WrittenCards>>()(
  'POST',
  '/api/v1/batches/:batchId/words',
)
export const getLife = read<BatchLife>()('/api/v1/batches/:batchId/life')
export const getReconciliation = read<Reconciliation>()('/api/v1/batches/:batchId/reconciliation')
export const approveBatch = write<Static<typeof batches.ApproveBatch>, Batch>()(
  'POST',
  '/api/v1/batches/:batchId/approve',
)
export const refuseBatch = write<Static<typeof batches.RefuseBatch>, Batch>()(
  'POST',
  '/api/v1/batches/:batchId/refuse',
)
export const verifyCard = write<Static<typeof batches.VerifyCard>, Static<typeof batches.VerifiedCard>>()(
  'POST',
  '/api/v1/batches/:batchId/verifications',
)
export const failCard = write<Static<typeof batches.FailCard>, Static<typeof batches.SpoiledCard>>()(
  'POST',
  '/api/v1/batches/:batchId/verification-failures',
)
type VerifyingReader = Static<typeof batches.VerifyingReader>
export const openVerifyingReader = write<VerifyingReader, VerifyingReader>()(
  'POST',
  '/api/v1/batches/:batchId/verifying-readers',
)
export const closeVerifyingReader = write<VerifyingReader, VerifyingReader>()(
  'POST',
  '/api/v1/batches/:batchId/verifying-readers/close',
)
export const sealBox = write<Static<typeof transfers.SealBox>, CardBox>()(
  'POST',
  '/api/v1/batches/:batchId/boxes',
)
export const openBox = write<Static<typeof transfers.OpenBox>, CardBox>()('POST', '/api/v1/boxes/:boxId/open')
export const sendBox = write<Static<typeof transfers.SendBox>, Static<typeof transfers.MovedCards>>()(
  'POST',
  '/api/v1/boxes/:boxId/send',
)
export const sendCards = write<MoveCards, Static<typeof transfers.MovedCards>>()(
  'POST',
  '/api/v1/batches/:batchId/allocate',
)
type EndedTransfer = Static<typeof transfers.EndedTransfer>
export const confirmTransfer = write<Static<typeof transfers.ConfirmTransfer>, EndedTransfer>()(
  'POST',
  '/api/v1/card-transfers/:transferId/confirm',
)
export const recallTransfer = write<undefined, EndedTransfer>()(
  'POST',
  '/api/v1/card-transfers/:transferId/recall',
)
export const countBlanks = write<Static<typeof books.CountBlanks>, Batch>()(
  'POST',
  '/api/v1/batches/:batchId/counts',
)
export const moveBlanks = write<MoveBlanks, Batch>()('POST', '/api/v1/batches/:batchId/blanks')
export const closeBatch = write<CloseBatch, Batch>()('POST', '/api/v1/batches/:batchId/close')
export const takeCardsBack = write<MoveCards, Static<typeof transfers.MovedCards>>()(
  'POST',
  '/api/v1/batches/:batchId/take-back',
)
export const spoilCard = write<Static<typeof batches.SpoilCard>, Static<typeof batches.SpoiledCard>>()(
  'POST',
  '/api/v1/cards/:cardNumber/spoil',
)
export const stopCard = write<StopCard, Static<typeof cards.StoppedCard>>()(
  'POST',
  '/api/v1/cards/:cardNumber/stop',
)
export const resumeCard = write<undefined, Static<typeof cards.StoppedCard>>()(
  'POST',
  '/api/v1/cards/:cardNumber/resume',
)
