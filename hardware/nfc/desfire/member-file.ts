import { type CardChannel } from '../../ports.ts'
import { CardStatusError, nativeStatus } from '../apdu.ts'
import { authenticate, type RandomBytes } from '../authenticate.ts'
import { readData } from '../ev2-commands.ts'
import type { Session } from '../secure-messaging.ts'
import { selectDesfire } from './desfire.ts'

/** Number of the file with the member data. */
export const memberFile = 1
const readKeyNumber = 1

export const refusedWith = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof CardStatusError && statuses.includes(error.status)

/** Opens a session with an AES key of the level that is selected; undefined when the card has another. */
export async function openSession(
  channel: CardChannel,
  key: { readonly number: number; readonly value: Uint8Array },
  randomBytes: RandomBytes,
): Promise<Session | undefined> {
  try {
    return await authenticate(channel, key, randomBytes)
  } catch (error) {
    if (refusedWith(error, nativeStatus.authenticationError, nativeStatus.permissionDenied)) return undefined
    throw error
  }
}

/** The member data under their MAC; undefined when the card has another read key. The application is selected already. */
export async function readMemberFile(
  channel: CardChannel,
  { readKey, length, randomBytes }: MemberFile,
): Promise<Uint8Array | undefined> {
  const session = await openSession(channel, { number: readKeyNumber, value: readKey }, randomBytes)
  return session && readData(channel, session, { file: memberFile, offset: 0, mode: 'mac', length })
}

interface MemberFile {
  readonly readKey: Uint8Array
  /** Bytes, as they were written. */
  readonly length: number
  /** Cryptographically strong in production. */
  readonly randomBytes: RandomBytes
}

/** As `readMemberFile` on a card that was just laid there; undefined when it has no such application, too. */
export async function readMemberData(
  channel: CardChannel,
  { applicationId, ...file }: MemberFile & { readonly applicationId: number },
): Promise<Uint8Array | undefined> {
  return (await selectDesfire(channel, applicationId)) ? readMemberFile(channel, file) : undefined
}
