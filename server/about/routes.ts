import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Config } from '../config/config.ts'
import { commandId, valueOf } from '../platform/http/perform.ts'
import { refuse } from '../platform/refusal.ts'
import { languageOf } from '../platform/http/language.ts'
import { describeDrivers } from './drivers.ts'
import { readSamplePeople } from './sample-people.ts'
import { About } from './schema.ts'

export type AboutConfig = Pick<Config, 'isSimulated' | 'publicUrl' | 'samplePeopleFile'>

/** Throws the sample shop away; given only where there is one. */
export type LeaveOutSampleData = () => Promise<void>

export const aboutRoutes =
  (config: AboutConfig, leaveOutSampleData?: LeaveOutSampleData): FastifyPluginAsyncTypebox =>
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

    if (!leaveOutSampleData) return

    app.post(
      '/about/leave-out-sample-data',
      {
        schema: {
          summary:
            'Throw the sample shop away and begin with an empty one; offered with simulated devices only',
          response: { 200: Type.Object({}) },
        },
        config: { access: ['public'], refusals: ['no-sample-data'] },
      },
      async (request) => {
        commandId(request) // another site's page cannot send this header
        const hasSample = readSamplePeople(config.samplePeopleFile).length > 0
        if (!hasSample) return valueOf(request, refuse('no-sample-data'))
        await leaveOutSampleData()
        return {}
      },
    )
  }
