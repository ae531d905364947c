import type { Static } from 'typebox'
import type * as boothSchema from '../../server/drives/booth-schema.ts'
import type * as enrolmentSchema from '../../server/drives/enrolment-schema.ts'
import type * as eveningSchema from '../../server/drives/evening-schema.ts'
import type * as formSchema from '../../server/drives/form-schema.ts'
import type * as movementSchema from '../../server/drives/movement-schema.ts'
import type * as planSchema from '../../server/drives/plan-schema.ts'
import type * as resultsSchema from '../../server/drives/results-schema.ts'
import type * as liveSchema from '../../server/drives/live-schema.ts'
import type * as schema from '../../server/drives/schema.ts'
import { read, write } from './route.ts'

export type Drive = schema.Drive
export type Booth = schema.Booth
export type NewDrive = Static<typeof schema.NewDrive>
export type NewAllocation = Static<typeof boothSchema.NewAllocation>
export type DriveLive = Static<typeof liveSchema.DriveLive>
export type LiveBooth = liveSchema.LiveBooth
export type Pace = liveSchema.Pace
export type DriveResults = resultsSchema.DriveResults
export type ResultsGroup = resultsSchema.Group
export type Activity = resultsSchema.Activity
export type DrivePlan = planSchema.DrivePlan
export type PlanNow = planSchema.PlanNow
export type NewPlan = planSchema.NewPlan
export type PlannedCards = planSchema.PlannedCards
export type NewCopy = planSchema.NewCopy
export type PaperForm = formSchema.PaperForm
export type OpenForm = Static<typeof formSchema.PaperForms>['open'][number]
export type TypedForm = formSchema.TypedForm
export type FormTyped = Static<typeof formSchema.FormTyped>
export type BoothMovements = movementSchema.BoothMovements
export type OffBooks = movementSchema.OffBooks
export type HandoverSignatures = Static<typeof movementSchema.HandoverSignatures>
export type BoothCount = Static<typeof eveningSchema.BoothCount>
export type CountSheet = Static<typeof eveningSchema.CountSheet>
export type MyBooth = Static<typeof boothSchema.MyBooths>['booths'][number]
export type BoothDesk = Static<typeof boothSchema.BoothDesk>
export type CardShown = enrolmentSchema.CardShown
export type CardRead = enrolmentSchema.CardRead
export type NewEnrolment = enrolmentSchema.NewEnrolment
export type EnrolmentAnswer = enrolmentSchema.EnrolmentAnswer
export type NewCount = eveningSchema.NewCount
export type CountWhy = eveningSchema.CountWhy

export type Delivery = Static<typeof boothSchema.Delivery>

export const getDeliveries = read<Static<typeof boothSchema.Deliveries>>()(
  '/api/v1/booths/:boothId/deliveries',
)
export const confirmDelivery = write<
  Static<typeof boothSchema.ConfirmDelivery>,
  Static<typeof boothSchema.BoothStock>
>()('POST', '/api/v1/booths/:boothId/deliveries/:transferId/confirm')
export const getBatchesHere = read<Static<typeof boothSchema.BatchesHere>>()(
  '/api/v1/booths/:boothId/batches',
)
export type GiveBack = Static<typeof boothSchema.GiveBack>
export const giveBack = write<GiveBack, Static<typeof boothSchema.BoothStock>>()(
  'POST',
  '/api/v1/booths/:boothId/give-back',
)
export const getDrives = read<Static<typeof schema.Drives>>()('/api/v1/drives')
export const getPlannedCards = read<PlannedCards>()('/api/v1/planned-cards')
export const getDrive = read<Drive>()('/api/v1/drives/:driveId')
export const getDriveLive = read<DriveLive>()('/api/v1/drives/:driveId/live')
export const getPlan = read<PlanNow>()('/api/v1/drives/:driveId/plan')
export const getPlanHistory = read<planSchema.PlanHistory>()('/api/v1/drives/:driveId/plan/versions')
export const changePlan = write<NewPlan, PlanNow>()('POST', '/api/v1/drives/:driveId/plan')
export const copyDrive = write<NewCopy, Static<typeof schema.DriveId>>()(
  'POST',
  '/api/v1/drives/:driveId/copies',
)
export const getResults = read<DriveResults>()('/api/v1/drives/:driveId/results')
export const getForms = read<Static<typeof formSchema.PaperForms>>()('/api/v1/drives/:driveId/paper-forms')
export const getForm = read<PaperForm>()('/api/v1/paper-forms/:formId')
export const numberForms = write<
  Static<typeof formSchema.NewForms>,
  Static<typeof formSchema.FormsNumbered>
>()('POST', '/api/v1/drives/:driveId/paper-forms')
export const typeForm = write<TypedForm, FormTyped>()('POST', '/api/v1/paper-forms/:formId/enrolment')
export const putFormAside = write<Static<typeof formSchema.PutAside>, Static<typeof formSchema.FormId>>()(
  'POST',
  '/api/v1/paper-forms/:formId/put-aside',
)
export const getMovements = read<BoothMovements>()('/api/v1/booths/:boothId/movements')
export const getSignatures = read<HandoverSignatures>()('/api/v1/handovers/:handoverId/signatures')
export const getOffBooks = read<OffBooks>()('/api/v1/booths/:boothId/off-books')
export const planDrive = write<NewDrive, Static<typeof schema.DriveId>>()('POST', '/api/v1/drives')
export const addToTeam = write<Static<typeof schema.NewTeamMember>, Static<typeof schema.DriveId>>()(
  'POST',
  '/api/v1/drives/:driveId/team',
)
export const addDay = write<Static<typeof schema.DriveDay>, Static<typeof schema.DriveId>>()(
  'POST',
  '/api/v1/drives/:driveId/days',
)
export const setBoothReader = write<Static<typeof schema.BoothReader>, Static<typeof schema.BoothId>>()(
  'POST',
  '/api/v1/booths/:boothId/reader',
)
export const stockBooth = write<NewAllocation, boothSchema.BoothStock>()(
  'POST',
  '/api/v1/booths/:boothId/allocations',
)
export const getCountSheet = read<CountSheet>()('/api/v1/booths/:boothId/count-sheet')
export const getCount = read<BoothCount>()('/api/v1/booth-counts/:countId')
export const signCount = write<undefined, Static<typeof eveningSchema.CountId>>()(
  'POST',
  '/api/v1/booth-counts/:countId/sign',
)

export const tellQueue = write<
  Static<typeof movementSchema.NewQueue>,
  Static<typeof movementSchema.QueueTold>
>()('POST', '/api/v1/booths/:boothId/queue')

export const getMyBooths = read<Static<typeof boothSchema.MyBooths>>()('/api/v1/booths')
export const getDesk = read<BoothDesk>()('/api/v1/booths/:boothId/desk')
export const openShift = write<undefined, Static<typeof boothSchema.Shift>>()(
  'POST',
  '/api/v1/booths/:boothId/shifts',
)
export const closeShift = write<undefined, Static<typeof boothSchema.Shift>>()(
  'POST',
  '/api/v1/shifts/:shiftId/close',
)
export const enrol = write<NewEnrolment, EnrolmentAnswer>()('POST', '/api/v1/enrolments')
export const printReceipt = write<Static<typeof schema.LanguageQuery>, object>()(
  'POST',
  '/api/v1/enrolments/:enrolmentId/receipt-prints',
)
export const countBooth = write<NewCount, Static<typeof eveningSchema.CountId>>()(
  'POST',
  '/api/v1/booths/:boothId/counts',
)
export type RedeemAtBooth = boothSchema.RedeemAtBooth
export const redeemAtBooth = write<RedeemAtBooth, Static<typeof boothSchema.HeldAtBooth>>()(
  'POST',
  '/api/v1/booths/:boothId/redemptions',
)
