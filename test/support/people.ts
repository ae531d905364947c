import { ROLES, type Role } from '../../server/platform/actor.ts'
import type { Client, TestServer } from './server.ts'

/** One signed-in client for each role of the staff. */
export type People = Record<Role, Client>

const password = 'a password for tests'

/** Makes the first administrator and, by their hand, one person for each other role. */
export async function people(server: TestServer): Promise<People> {
  const administrator = server.client()
  await administrator.post('/staff/first', { signInName: 'administrator', displayName: 'Ada', password })
  const others = ROLES.filter((role) => role !== 'administrator')
  const entries = await Promise.all(
    others.map(async (role) => [role, await signedIn(server, administrator, role)] as const),
  )
  return { administrator, ...Object.fromEntries(entries) } as People
}

async function signedIn(server: TestServer, administrator: Client, role: Role): Promise<Client> {
  await administrator.post('/staff', { signInName: role, displayName: role, password, roles: [role] })
  const client = server.client()
  await client.post('/staff/sign-in', { signInName: role, password })
  return client
}
