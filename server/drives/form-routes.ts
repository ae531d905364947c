import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { KeyService } from '../keys/index.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { Bytes } from '../platform/schema.ts'
import { PDF_REFUSALS, printApplicationForms } from './application-form.ts'
import { describeDrive } from './drive-view.ts'
import * as formSchema from './form-schema.ts'
import { describeForm, listForms, numberForms, putAside, typeForm, TYPING_REFUSALS } from './paper-form.ts'
import { PDF, sendPdf } from './paper-routes.ts'
import * as schema from './schema.ts'

const AT_BOOTHS = ['promoter', 'administrator', 'programme-manager'] as const

/** Application forms that were filled in on paper and are typed in afterwards. */
export const formRoutes =
  ({ db }: Platform, keys: KeyService): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/drives/:driveId/paper-forms',
      {
        schema: {
          summary: 'Paper forms of a drive that are still to be typed in',
          params: schema.DriveParams,
          response: { 200: formSchema.PaperForms },
        },
        config: { access: AT_BOOTHS, refusals: ['drive-unknown', 'not-in-team'] },
      },
      async (request) => {
        valueOf(request, await describeDrive(db, request.actor, request.params.driveId))
        return listForms(db, request.params.driveId)
      },
    )

    app.post(
      '/drives/:driveId/paper-forms',
      {
        schema: {
          summary: 'Number blank application forms, to be printed',
          params: schema.DriveParams,
          body: formSchema.NewForms,
          response: { 200: formSchema.FormsNumbered },
        },
        config: { access: AT_BOOTHS, refusals: ['drive-unknown', 'not-in-team'] },
      },
      (request) => perform(request, (work) => numberForms(work, { ...request.params, ...request.body })),
    )

    app.get(
      '/drives/:driveId/application-form.pdf',
      {
        schema: {
          summary: 'Numbered application forms on paper, an A4 page each',
          params: schema.DriveParams,
          querystring: formSchema.FormsQuery,
          produces: [PDF],
          response: { 200: Bytes },
        },
        config: { access: AT_BOOTHS, refusals: PDF_REFUSALS },
      },
      async (request, reply) => {
        const { language, forms } = request.query
        const asked = { ...request.params, language, formIds: forms.split(',') }
        const pdf = await printApplicationForms({ db, actor: request.actor }, asked)
        return sendPdf(reply, valueOf(request, pdf))
      },
    )

    app.get(
      '/paper-forms/:formId',
      {
        schema: {
          summary: 'The form of which this is the code',
          params: formSchema.FormParams,
          response: { 200: formSchema.PaperForm },
        },
        config: { access: AT_BOOTHS, refusals: ['form-unknown', 'not-in-team'] },
      },
      async (request) => valueOf(request, await describeForm(db, request.actor, request.params.formId)),
    )

    app.post(
      '/paper-forms/:formId/enrolment',
      {
        schema: {
          summary: 'Enrol whoever filled this form in, as of the date on it',
          params: formSchema.FormParams,
          body: formSchema.TypedForm,
          response: { 200: formSchema.FormTyped },
        },
        config: { access: AT_BOOTHS, refusals: TYPING_REFUSALS },
      },
      (request) => perform(request, (work) => typeForm(work, keys, { ...request.params, ...request.body })),
    )

    app.post(
      '/paper-forms/:formId/put-aside',
      {
        schema: {
          summary: 'Say that a form will not be typed in',
          params: formSchema.FormParams,
          body: formSchema.PutAside,
          response: { 200: formSchema.FormId },
        },
        config: { access: AT_BOOTHS, refusals: ['form-unknown', 'not-in-team', 'form-used'] },
      },
      (request) => perform(request, (work) => putAside(work, { ...request.params, ...request.body })),
    )
  }
