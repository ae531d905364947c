import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { addColourProfile, ICC_FAULTS, listColourProfiles, removeColourProfile } from './colour-profiles.ts'
import * as schema from './schema.ts'

/** Eight megabytes in base64 and some more. */
const UPLOAD_BYTES = 12_000_000

/** The presses that print files are made for. */
export const colourProfileRoutes =
  ({ db }: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/colour-profiles',
      {
        schema: {
          summary: 'ICC profiles of presses, which printers and files may name',
          response: { 200: schema.ColourProfiles },
        },
        config: { access: ['administrator', 'card-operator', 'programme-manager', 'auditor'], refusals: [] },
      },
      async () => ({ profiles: await listColourProfiles(db) }),
    )

    app.post(
      '/colour-profiles',
      {
        bodyLimit: UPLOAD_BYTES,
        schema: {
          summary: 'Keep the ICC profile of a press with four inks',
          body: schema.NewColourProfile,
          response: { 200: schema.AddedColourProfile },
        },
        config: { access: ['administrator'], refusals: [...ICC_FAULTS, 'colour-profiles-full'] },
      },
      (request) => perform(request, (work) => addColourProfile(work, request.body.base64)),
    )

    app.post(
      '/colour-profiles/:profileId/remove',
      {
        schema: {
          summary: 'Forget the ICC profile of a press that no printer and no waiting file uses',
          params: schema.ColourProfileParams,
          response: { 200: schema.PrinterChanged },
        },
        config: { access: ['administrator'], refusals: ['colour-profile-unknown', 'colour-profile-in-use'] },
      },
      (request) => perform(request, (work) => removeColourProfile(work, request.params.profileId)),
    )
  }
