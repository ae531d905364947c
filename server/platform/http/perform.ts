import type { FastifyInstance, FastifyRequest } from 'fastify'
import { actorName } from '../actor.ts'
import { runCommand, type Command } from '../command.ts'
import { AppError, RefusedError } from '../errors.ts'
import type { Platform } from '../platform.ts'
import { accept, type Result } from '../refusal.ts'
import type { Work } from '../work.ts'

declare module 'fastify' {
  interface FastifyInstance {
    platform: Platform
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** What `perform` reads of a request, whatever the route's types. */
type AnyRequest = Pick<FastifyRequest, 'headers' | 'method' | 'url' | 'actor'> & {
  body: unknown
  server: FastifyInstance
  routeOptions: FastifyRequest['routeOptions']
}

/**
 * Runs a route's rule as a command under the id in `Idempotency-Key`; before, `gathered` may have carried it out
 * together with others, as `runTogether` does.
 * @returns the value for the 200 answer
 * @throws RefusedError, which the error handler turns into problem+json
 */
export async function perform<T, Code extends string>(
  request: AnyRequest,
  rule: (work: Work) => Promise<Result<T, Code>>,
  gathered?: (command: Command) => Promise<T | undefined>,
): Promise<T> {
  const { platform } = request.server
  const id = commandId(request)
  const content = JSON.stringify([
    actorName(request.actor),
    request.method,
    request.url,
    request.body ?? null,
  ])
  const command = {
    id,
    actor: request.actor,
    now: platform.clock.now(),
    contentHash: platform.contentHash(content),
  }
  const together = await gathered?.(command)
  const result = together === undefined ? await runCommand(platform.db, command, rule) : accept(together)
  platform.events.poke()
  return valueOf(request, result)
}

/** @returns the value of an accepted result, for reads that may refuse */
export function valueOf<T, Code extends string>(
  request: Pick<AnyRequest, 'routeOptions'>,
  result: Result<T, Code>,
): T {
  if (result.ok) return result.value
  const declared = request.routeOptions.config.refusals ?? []
  const isDeclared = declared.includes(result.reason) || result.reason.startsWith('command-id-')
  if (!isDeclared)
    throw new AppError('refusal-undeclared', `${request.routeOptions.url} does not list ${result.reason}`)
  throw new RefusedError(result)
}

/** @throws RefusedError `command-id-missing` */
export function commandId(request: Pick<AnyRequest, 'headers'>): string {
  const id = request.headers['idempotency-key']
  if (typeof id !== 'string' || !UUID.test(id))
    throw new RefusedError({ ok: false, reason: 'command-id-missing' })
  return id.toLowerCase()
}
