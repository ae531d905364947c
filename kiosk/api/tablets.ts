import type { Static } from 'typebox'
import type * as laptops from '../../server/tablets/laptop-schema.ts'
import type * as office from '../../server/tablets/office-schema.ts'
import type * as schema from '../../server/tablets/schema.ts'
import { read, write } from './route.ts'

export type Tablet = office.Tablet
export type OneTablet = office.OneTablet
export type Held = office.Held
export type Conflict = office.Conflict
export type Conflicts = office.Conflicts
export type Queue = office.Queue
export type KeptPerson = office.KeptPerson
export type Laptop = laptops.Laptop

export const newTabletCode = write<undefined, Static<typeof schema.TabletCode>>()(
  'POST',
  '/api/v1/booths/:boothId/tablet-codes',
)
export const newLaptopCode = write<undefined, Static<typeof schema.TabletCode>>()(
  'POST',
  '/api/v1/drives/:driveId/laptop-codes',
)
export const getLaptops = read<Static<typeof laptops.Laptops>>()('/api/v1/drives/:driveId/laptops')
export const revokeLaptop = write<undefined, Static<typeof laptops.LaptopId>>()(
  'POST',
  '/api/v1/laptops/:laptopId/revoke',
)
export const getTablets = read<Static<typeof office.Tablets>>()('/api/v1/drives/:driveId/tablets')
export const getTablet = read<OneTablet>()('/api/v1/tablets/:tabletId')
export const getHeld = read<Static<typeof office.HeldTexts>>()('/api/v1/tablets/:tabletId/held')
export const revokeTablet = write<undefined, Static<typeof office.TabletId>>()(
  'POST',
  '/api/v1/tablets/:tabletId/revoke',
)
export const askWriteOff = write<Static<typeof office.AskWriteOff>, Static<typeof office.TabletId>>()(
  'POST',
  '/api/v1/tablets/:tabletId/write-off',
)
export const confirmWriteOff = write<Static<typeof office.ConfirmWriteOff>, Static<typeof office.TabletId>>()(
  'POST',
  '/api/v1/tablets/:tabletId/write-off/confirm',
)
export const refuseWriteOff = write<Static<typeof office.AskWriteOff>, Static<typeof office.TabletId>>()(
  'POST',
  '/api/v1/tablets/:tabletId/write-off/refuse',
)
export const handCards = write<Static<typeof office.CardsHanded>, Static<typeof office.TabletId>>()(
  'POST',
  '/api/v1/tablets/:tabletId/cards',
)
export const handInQueue = write<Queue, Static<typeof office.QueueTaken>>()(
  'POST',
  '/api/v1/tablets/:tabletId/queues',
)
export const judgeHeld = write<Static<typeof office.JudgeHeld>, Static<typeof office.HeldJudged>>()(
  'POST',
  '/api/v1/tablets/:tabletId/held/judge',
)
export const dropHeld = write<undefined, Static<typeof office.TabletId>>()(
  'POST',
  '/api/v1/tablets/:tabletId/held/:heldId/drop',
)
export const getConflicts = read<Conflicts>()('/api/v1/drives/:driveId/tablet-conflicts')
export const markDone = write<undefined, Static<typeof office.ConflictId>>()(
  'POST',
  '/api/v1/tablet-conflicts/:conflictId/done',
)
export const markUndone = write<undefined, Static<typeof office.ConflictId>>()(
  'POST',
  '/api/v1/tablet-conflicts/:conflictId/undone',
)
export const giveConflictCard = write<Static<typeof office.GiveCard>, Static<typeof office.CardGiven>>()(
  'POST',
  '/api/v1/tablet-conflicts/:conflictId/card',
)
export const getKeptPerson = read<KeptPerson>()('/api/v1/tablet-people/:personId')
export const completePerson = write<office.CompletePerson, Static<typeof office.Completed>>()(
  'POST',
  '/api/v1/tablet-people/:personId/complete',
)
export const eraseOfPhone = write<Static<typeof office.EraseOfPhone>, Static<typeof office.Erased>>()(
  'POST',
  '/api/v1/tablet-people/erase',
)
export const erasePerson = write<Static<typeof office.ErasePerson>, Static<typeof office.PersonId>>()(
  'POST',
  '/api/v1/tablet-people/:personId/erase',
)
