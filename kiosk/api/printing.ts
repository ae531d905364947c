import type { Static } from 'typebox'
import type * as schema from '../../server/printing/schema.ts'
import { read, write } from './route.ts'

export type Printer = schema.Printer
export type PrinterNow = schema.PrinterNow
export type PrinterProfile = schema.PrinterProfile
export type PrinterSheet = schema.PrinterSheet
export type PrinterKind = schema.PrinterKind
export type PrintJobKind = schema.PrintJobKind
export type ChangePrinter = schema.ChangePrinter
export type ChangeSupplies = schema.ChangeSupplies
export type PrintJob = schema.PrintJob
export type NewPrintJob = schema.NewPrintJob
export type Reprint = schema.Reprint
export type ColourProfile = schema.ColourProfile
export type CountChunk = Static<typeof schema.CountChunk>

export const getPrinters = read<Static<typeof schema.Printers>>()('/api/v1/printers')
export const getPrinterNow = read<schema.PrinterNow>()('/api/v1/printers/:printerId/now')
export const addPrinter = write<schema.NewPrinter, Static<typeof schema.PrinterChanged>>()(
  'POST',
  '/api/v1/printers',
)
export const changePrinter = write<schema.ChangePrinter, Static<typeof schema.PrinterChanged>>()(
  'POST',
  '/api/v1/printers/:printerId',
)
export const retirePrinter = write<undefined, Static<typeof schema.PrinterChanged>>()(
  'POST',
  '/api/v1/printers/:printerId/retire',
)
export const changeSupplies = write<schema.ChangeSupplies, schema.Supplies>()(
  'POST',
  '/api/v1/printers/:printerId/supplies',
)

export const getColourProfiles = read<Static<typeof schema.ColourProfiles>>()('/api/v1/colour-profiles')
export const addColourProfile = write<Static<typeof schema.NewColourProfile>, schema.AddedColourProfile>()(
  'POST',
  '/api/v1/colour-profiles',
)

export const removeColourProfile = write<undefined, Static<typeof schema.PrinterChanged>>()(
  'POST',
  '/api/v1/colour-profiles/:profileId/remove',
)

export const getPrintJobs = read<Static<typeof schema.PrintJobs>>()('/api/v1/print-jobs')
export const getPrintPlan = read<schema.PrintPlan>()('/api/v1/print-jobs/plan')
export const orderPrint = write<schema.NewPrintJob, Static<typeof schema.OrderedPrint>>()(
  'POST',
  '/api/v1/print-jobs',
)
export const reprintCard = write<schema.Reprint, Static<typeof schema.Reprinted>>()(
  'POST',
  '/api/v1/print-jobs/reprints',
)

type Changed = Static<typeof schema.JobChanged>
export const pausePrint = write<undefined, Changed>()('POST', '/api/v1/print-jobs/:jobId/pause')
export const resumePrint = write<undefined, Changed>()('POST', '/api/v1/print-jobs/:jobId/resume')
export const cancelPrint = write<undefined, Changed>()('POST', '/api/v1/print-jobs/:jobId/cancel')
export const movePrintUp = write<undefined, Changed>()('POST', '/api/v1/print-jobs/:jobId/move-up')
export const discardFile = write<undefined, Static<typeof schema.DiscardedFile>>()(
  'POST',
  '/api/v1/print-jobs/:jobId/discard',
)
export const countChunk = write<CountChunk, Static<typeof schema.CountedChunk>>()(
  'POST',
  '/api/v1/print-jobs/:jobId/chunks/:chunk/count',
)
