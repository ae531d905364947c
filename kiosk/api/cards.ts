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
export type StopCard = Static<typeof schema.StopCard>

export const getDesigns = read<Static<typeof schema.Designs>>()('/api/v1/designs')
export const getBatches = read<Static<typeof schema.Batches>>()('/api/v1/batches')
export const getBatch = read<Batch>()('/api/v1/batches/:batchId')
export const getCards = read<Static<typeof schema.Cards>>()('/api/v1/batches/:batchId/cards')
export const getCardAlerts = read<Static<typeof schema.CardAlerts>>()('/api/v1/card-alerts')
export const orderBatch = write<NewBatch, Batch>()('POST', '/api/v1/batches')
export const moveBlanks = write<MoveBlanks, Batch>()('POST', '/api/v1/batches/:batchId/blanks')
export const closeBatch = write<Static<typeof schema.CloseBatch>, Batch>()(
  'POST',
  '/api/v1/batches/:batchId/close',
)
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
