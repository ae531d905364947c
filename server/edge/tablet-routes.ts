import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { valueOf } from '../platform/http/perform.ts'
import { RefusedError } from '../platform/errors.ts'
import { ownTablet, tabletContract } from '../tablets/index.ts'
import { gather, type GatherNeeds } from './gather.ts'
import { Unreached, type Headquarters, type PassedOn } from './headquarters.ts'
import type { Provision } from './schema.ts'

interface Needs extends GatherNeeds {
  headquarters: Headquarters
  /** where tablets reach headquarters themselves */
  address: string
}

const UNREACHED = ['headquarters-unreached', 'laptop-refused'] as const
const { pairing, provision, phoneFilter, phoneCheck, officeWord, entries } = tabletContract

/**
 * What a tablet asks by itself, at the laptop of its booths: the same requests as of headquarters. Entries are kept and handed
 * on; everything else is handed on as the tablet signed it. What it takes along is remembered for hours without a network, in
 * memory alone: whoever takes the laptop away finds no list of anybody.
 */
export const gatheredRoutes =
  (needs: Needs): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { headquarters, forwarder, address } = needs
    const provisions = new Map<string, { taken: Provision; at: number }>()
    let filter: PassedOn | undefined
    app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))

    const ask = (request: FastifyRequest): Promise<PassedOn | undefined> =>
      headquarters
        .passOn({
          method: request.method,
          target: request.url,
          headers: request.headers,
          body: request.signedBody ?? Buffer.from(JSON.stringify(request.body)),
        })
        .catch((error: unknown) => {
          if (error instanceof Unreached) return undefined
          throw error
        })

    app.post('/tablets', withUnreached(pairing), async (request, reply) => {
      const answer = await ask(request)
      if (answer?.status === 200) await forwarder.checkIn()
      return pass(reply, answer ?? unreached())
    })

    app.get('/tablets/:tabletId/provision', withUnreached(provision), async (request, reply) => {
      const tabletId = ownTablet(request)
      const answer = await ask(request)
      if (answer && answer.status !== 200) return pass(reply, answer)
      if (answer) {
        const taken = { ...(JSON.parse(answer.body) as Provision), headquarters: address }
        provisions.set(tabletId, { taken, at: performance.now() })
      }
      const known = provisions.get(tabletId) ?? unreached()
      return { ...known.taken, serverTime: after(known.taken.serverTime, performance.now() - known.at) }
    })

    app.get('/tablets/:tabletId/phone-filter', withUnreached(phoneFilter), async (request, reply) => {
      ownTablet(request)
      const answer = await ask(request)
      if (answer?.status === 200) filter = answer
      if (answer) return pass(reply, answer)
      if (!filter) return unreached()
      const isSame = request.headers['if-none-match'] === filter.etag
      return pass(reply, isSame ? { ...filter, status: 304, body: '' } : filter)
    })

    app.post('/tablets/:tabletId/phone-checks', withUnreached(phoneCheck), async (request, reply) => {
      ownTablet(request)
      return pass(reply, (await ask(request)) ?? unreached())
    })

    app.post('/tablets/:tabletId/office-word', withUnreached(officeWord), async (request, reply) => {
      ownTablet(request)
      return pass(reply, (await ask(request)) ?? unreached())
    })

    app.post('/tablets/:tabletId/entries', withUnreached(entries), async (request) =>
      valueOf(request, await gather(needs, ownTablet(request), request.body)),
    )
  }

/** Headquarters' clock goes on while nobody reaches it. */
const after = (moment: string, ms: number): string => new Date(Date.parse(moment) + ms).toISOString()

const withUnreached = <Contract extends { config: { refusals: readonly string[] } }>(contract: Contract) => ({
  ...contract,
  config: { ...contract.config, refusals: [...contract.config.refusals, ...UNREACHED] },
})

function unreached(): never {
  throw new RefusedError({ ok: false, reason: 'headquarters-unreached' })
}

/** As headquarters said it, sentence and all. */
function pass(reply: FastifyReply, { status, type, etag, body }: PassedOn): never {
  if (etag !== null) void reply.header('etag', etag)
  if (type) void reply.type(type)
  void reply.code(status).serializer((content: string) => content)
  return reply.send(body) as never
}
