import { newId } from '../platform/ids.ts'
import { audit } from '../platform/audit.ts'
import type { Role } from '../platform/actor.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { hashPassword } from './password.ts'
import { hasStaff, insertPerson, isSignInNameTaken, lockStaff } from './queries.ts'
import type { Person } from './schema.ts'

interface NewPerson {
  signInName: string
  displayName: string
  password: string
  roles: Role[]
}

/** Adds somebody to the staff. Refuses with `sign-in-name-taken`. */
export async function addPerson(
  work: Work,
  person: NewPerson,
): Promise<Result<Person, 'sign-in-name-taken'>> {
  if (await isSignInNameTaken(work.tx, person.signInName)) return refuse('sign-in-name-taken')
  const { signInName, displayName, roles } = person
  const added: Person = { id: newId(), signInName, displayName, roles }
  const passwordHash = await hashPassword(person.password)
  await insertPerson(work.tx, { ...added, passwordHash, credentialId: newId(), createdAt: work.now })
  await audit(work, {
    action: 'staff.added',
    subject: `staff:${added.id}`,
    details: { roles: roles.join(',') },
  })
  return accept(added)
}

/** The very first person of a new installation, an administrator. Refuses with `first-run-over` when there is anybody. */
export async function addFirstAdministrator(
  work: Work,
  person: Omit<NewPerson, 'roles'>,
): Promise<Result<Person, 'first-run-over' | 'sign-in-name-taken'>> {
  await lockStaff(work.tx)
  if (await hasStaff(work.tx)) return refuse('first-run-over')
  return addPerson(work, { ...person, roles: ['administrator'] })
}
