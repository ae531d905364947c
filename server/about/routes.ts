import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Config } from '../config/config.ts'
import { languageOf } from '../platform/http/language.ts'
import { describeDrivers } from './drivers.ts'
import { readSamplePeople } from './sample-people.ts'
import { About } from './schema.ts'

export type AboutConfig = Pick<Config, 'isSimulated' | 'publicUrl' | 'samplePeopleFile'>

export const aboutRoutes =
  (config: AboutConfig): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/about',
      {
        schema: { summary: 'What this server is, and what of it is simulated', response: { 200: About } },
        config: { access: ['public'], refusals: [] },
      },
      (request) => {
        const people = config.isSimulated ? readSamplePeople(config.samplePeopleFile) : []
        return {
          simulated: config.isSimulated,
          publicUrl: config.publicUrl,
          drivers: config.isSimulated ? describeDrivers(languageOf(request)) : [],
          sampleData: people.length > 0,
          people,
        }
      },
    )
  }
