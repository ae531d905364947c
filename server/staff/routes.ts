import '@fastify/cookie'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Authenticate } from '../platform/http/access.ts'
import { perform, valueOf } from '../platform/http/perform.ts'
import type { Platform } from '../platform/platform.ts'
import { together } from '../platform/together.ts'
import { inTransaction } from '../platform/transaction.ts'
import { addFirstAdministrator, addPerson } from './people.ts'
import { findPerson, findSessions, hasStaff, listPeople } from './queries.ts'
import * as schema from './schema.ts'
import { nameHashOf, openSession, signIn, signOut, tokenHash, type SignedIn } from './signing-in.ts'

const COOKIE = 'cw_staff'
/** Proves that somebody has signed in here before; opens nothing by itself. */
const KNOWN_COOKIE = 'cw_known'
const KNOWN_SECONDS = 180 * 24 * 3_600

/** Proves the session cookie of somebody of the staff; requests of one moment share the look at the database. */
export function authenticateStaff({ db, clock }: Platform): Authenticate {
  const find = together({ lanes: 2, most: 200 }, (hashes: readonly Uint8Array[]) =>
    findSessions(db, hashes, clock.now()),
  )
  return async (request) => {
    const token = request.cookies[COOKIE]
    const person = token && (await find(tokenHash(token)))
    return person ? { kind: 'staff', staffId: person.id, roles: person.roles } : undefined
  }
}

const Empty = Type.Object({})
const SIGN_IN_LIMIT = { rateLimit: { max: 20, timeWindow: '1 minute' } }

export const staffRoutes =
  (platform: Platform): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = platform

    app.get(
      '/staff/session',
      {
        schema: { summary: 'Who is signed in here', response: { 200: schema.Session } },
        config: { access: ['staff', 'public'], refusals: [] },
      },
      async (request) => ({
        isFirstRun: !(await hasStaff(db)),
        person:
          request.actor.kind === 'staff' ? ((await findPerson(db, request.actor.staffId)) ?? null) : null,
      }),
    )

    app.post(
      '/staff/sign-in',
      {
        schema: { summary: 'Sign in with a password', body: schema.SignIn, response: { 200: schema.Person } },
        config: { access: ['public'], refusals: ['sign-in-failed', 'sign-in-paused'], ...SIGN_IN_LIMIT },
      },
      async (request, reply) => {
        const isKnownTo = (staffId: string): boolean =>
          request.cookies[KNOWN_COOKIE] === markOf(platform, staffId)
        const nameHash = nameHashOf(platform, request.body.signInName)
        const attempt = { ...request.body, nameHash, now: clock.now(), isKnownTo }
        const signedIn = valueOf(request, await signIn(db, attempt))
        giveCookies(platform, reply, signedIn)
        return signedIn.person
      },
    )

    app.post(
      '/staff/first',
      {
        schema: {
          summary: 'Make the first administrator',
          body: schema.FirstAdministrator,
          response: { 200: schema.Person },
        },
        config: { access: ['public'], refusals: ['first-run-over', 'sign-in-name-taken'], ...SIGN_IN_LIMIT },
      },
      async (request, reply) => {
        const person = await perform(request, (work) => addFirstAdministrator(work, request.body))
        const actor = { kind: 'staff', staffId: person.id, roles: person.roles } as const
        const token = await inTransaction(db, (tx) =>
          openSession({ tx, now: clock.now(), id: '', actor }, person.id),
        )
        giveCookies(platform, reply, { person, token })
        return person
      },
    )

    app.post(
      '/staff/sign-out',
      {
        schema: { summary: 'Sign out', response: { 200: Empty } },
        config: { access: ['staff'], refusals: [] },
      },
      async (request, reply) => {
        const token = request.cookies[COOKIE]
        if (token) await signOut({ now: clock.now(), actor: request.actor }, db, token)
        void reply.clearCookie(COOKIE, { path: '/' })
        return {}
      },
    )

    app.get(
      '/staff',
      {
        schema: { summary: 'People of the staff', response: { 200: schema.People } },
        config: { access: ['administrator', 'programme-manager'], refusals: [] },
      },
      async () => ({ people: await listPeople(db) }),
    )

    app.post(
      '/staff',
      {
        schema: {
          summary: 'Add somebody to the staff',
          body: schema.NewStaff,
          response: { 200: schema.Person },
        },
        config: { access: ['administrator'], refusals: ['sign-in-name-taken'] },
      },
      (request) => perform(request, (work) => addPerson(work, request.body)),
    )
  }

const markOf = (platform: Platform, staffId: string): string =>
  Buffer.from(platform.contentHash(`known-browser:${staffId}`)).toString('base64url')

function giveCookies(platform: Platform, reply: FastifyReply, { token, person }: SignedIn): void {
  const secure = reply.request.protocol === 'https'
  const options = { path: '/', httpOnly: true, secure, sameSite: 'strict' } as const
  void reply.setCookie(COOKIE, token, options)
  void reply.setCookie(KNOWN_COOKIE, markOf(platform, person.id), { ...options, maxAge: KNOWN_SECONDS })
}
