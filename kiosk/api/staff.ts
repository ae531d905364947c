import type { Static } from 'typebox'
import type * as schema from '../../server/staff/schema.ts'
import { read, write } from './route.ts'

export type Person = schema.Person
export type Session = Static<typeof schema.Session>

export const getSession = read<Session>()('/api/v1/staff/session')
export const signIn = write<Static<typeof schema.SignIn>, Person>()('POST', '/api/v1/staff/sign-in')
export const signOut = write<undefined, object>()('POST', '/api/v1/staff/sign-out')
export const makeFirstAdministrator = write<Static<typeof schema.FirstAdministrator>, Person>()(
  'POST',
  '/api/v1/staff/first',
)
export const getPeople = read<Static<typeof schema.People>>()('/api/v1/staff')
export const addPerson = write<Static<typeof schema.NewStaff>, Person>()('POST', '/api/v1/staff')
