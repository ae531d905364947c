import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Access } from '../actor.ts'
import { AppError } from '../errors.ts'
import { ProblemSchema } from './problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** who may use the route; a route without it does not start */
    access?: readonly Access[]
    /** codes of the refusals that the route may answer with, in the order in which it refuses */
    refusals?: readonly string[]
  }
}

const FOR_EVERY_ROUTE = ['input-invalid', 'too-many-requests']
const FOR_CREDENTIALS = ['not-signed-in', 'not-allowed']
const FOR_COMMANDS = ['command-id-missing', 'command-id-reused']

/** @returns every refusal code of a route, its own and those that the platform answers for it */
export function refusalsOf(route: Pick<RouteOptions, 'method' | 'config'>): string[] {
  const { access = [], refusals = [] } = route.config ?? {}
  const isCommand = route.method !== 'GET' && route.method !== 'HEAD'
  return [
    ...FOR_EVERY_ROUTE,
    ...(access.includes('public') ? [] : FOR_CREDENTIALS),
    ...(isCommand ? FOR_COMMANDS : []),
    ...refusals,
  ]
}

/** Refuses to start with a route that says not who may use it, what it answers and how it refuses. */
export function demandDescribedRoutes(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/') || route.method === 'HEAD') return
    const { config, schema } = route
    if (!config?.access?.length) throw new AppError('route-undescribed', `${route.url} names no access`)
    if (!config.refusals) throw new AppError('route-undescribed', `${route.url} names no refusals`)
    if (!schema?.summary || !schema.response)
      throw new AppError('route-undescribed', `${route.url} has no schema`)
    schema.response = { ...schema.response, '4xx': ProblemSchema, '5xx': ProblemSchema }
  })
}
