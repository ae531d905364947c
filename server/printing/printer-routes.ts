import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import { Bytes } from '../platform/schema.ts'
import type { Platform } from '../platform/platform.ts'
import type { PrintingNeeds } from './devices.ts'
import { addPrinter, changePrinter, retirePrinter } from './printer.ts'
import { calibrationSheet } from './profile.ts'
import { askPrinter, describePrinters } from './printers.ts'
import * as schema from './schema.ts'
import { changeSupplies } from './supplies.ts'

const DESK = ['administrator', 'card-operator'] as const
const READERS = ['administrator', 'card-operator', 'programme-manager', 'auditor'] as const
const SETTINGS = [
  'printer-address-wrong',
  'printer-name-taken',
  'printer-address-taken',
  'place-unknown',
  'colour-profile-unknown',
  'sheet-not-for-cards',
  'sheet-too-small',
] as const

/** Printers and what lies in them. */
export const printerRoutes =
  ({ db }: Platform, needs: PrintingNeeds): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/printers',
      {
        schema: { summary: 'Printers and what lies in them', response: { 200: schema.Printers } },
        config: { access: READERS, refusals: [] },
      },
      async () => ({ printers: await describePrinters(db) }),
    )

    app.get(
      '/printers/:printerId/now',
      {
        schema: {
          summary: 'What a printer says of itself now',
          params: schema.PrinterParams,
          response: { 200: schema.PrinterNow },
        },
        config: { access: READERS, refusals: ['printer-unknown'] },
      },
      async (request) => valueOf(request, await askPrinter(db, request.params.printerId, needs)),
    )

    app.get(
      '/printers/:printerId/calibration.pdf',
      {
        schema: {
          summary: 'The sheet on which a printer is measured (application/pdf)',
          params: schema.PrinterParams,
          produces: ['application/pdf'],
          response: { 200: Bytes },
        },
        config: { access: DESK, refusals: ['printer-unknown', 'printer-takes-cards'] },
      },
      async (request, reply) => {
        const pdf = valueOf(request, await calibrationSheet(db, request.params.printerId))
        return reply.type('application/pdf').send(Buffer.from(pdf))
      },
    )

    app.post(
      '/printers',
      {
        schema: {
          summary: 'Add a printer in the network',
          body: schema.NewPrinter,
          response: { 200: schema.PrinterChanged },
        },
        config: { access: ['administrator'], refusals: SETTINGS },
      },
      (request) => perform(request, (work) => addPrinter(work, request.body, needs)),
    )

    app.post(
      '/printers/:printerId',
      {
        schema: {
          summary: 'Change the settings of a printer',
          params: schema.PrinterParams,
          body: schema.ChangePrinter,
          response: { 200: schema.PrinterChanged },
        },
        config: { access: ['administrator'], refusals: ['printer-unknown', 'printer-at-work', ...SETTINGS] },
      },
      (request) =>
        perform(request, (work) => changePrinter(work, { ...request.params, ...request.body }, needs)),
    )

    app.post(
      '/printers/:printerId/retire',
      {
        schema: {
          summary: 'Give a printer no more work',
          params: schema.PrinterParams,
          response: { 200: schema.PrinterChanged },
        },
        config: { access: ['administrator'], refusals: ['printer-unknown', 'printer-at-work'] },
      },
      (request) => perform(request, (work) => retirePrinter(work, request.params)),
    )

    app.post(
      '/printers/:printerId/supplies',
      {
        schema: {
          summary: 'Record blanks and ribbon that were put in or counted',
          params: schema.PrinterParams,
          body: schema.ChangeSupplies,
          response: { 200: schema.Supplies },
        },
        config: { access: DESK, refusals: ['printer-unknown'] },
      },
      (request) => perform(request, (work) => changeSupplies(work, { ...request.params, ...request.body })),
    )
  }
