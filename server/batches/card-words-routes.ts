import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { readCardWords, WORDS_REFUSALS, writeCardWords } from './card-words.ts'
import * as words from './card-words-schema.ts'
import type { BatchNeeds } from './needs.ts'
import { BatchParams } from './schema.ts'

const DESK = ['administrator', 'card-operator'] as const

/** What is printed on cards beside their numbers: face values of gift cards, what badges say of their holders. */
export const cardWordsRoutes =
  ({ db }: Platform, { keys }: Pick<BatchNeeds, 'keys'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/batches/:batchId/words',
      {
        schema: {
          summary: 'What cards of a batch say beside their numbers, and what is to be written',
          params: BatchParams,
          response: { 200: words.CardWords },
        },
        config: { access: DESK, refusals: ['batch-unknown'] },
      },
      async (request) => valueOf(request, await readCardWords({ db, keys }, request.params.batchId)),
    )

    app.post(
      '/batches/:batchId/words',
      {
        schema: {
          summary: 'Write what unprinted cards of a batch say: a face value, a badge’s name and number',
          params: BatchParams,
          body: words.NewCardWords,
          response: { 200: words.WrittenCards },
        },
        config: { access: DESK, refusals: WORDS_REFUSALS },
      },
      (request) =>
        perform(request, (work) => writeCardWords(work, keys, { ...request.params, ...request.body })),
    )
  }
