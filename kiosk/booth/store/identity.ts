import type { Bytes } from './bytes.ts'
import { readOne } from './database.ts'
import type { PinCost } from './pin-key.ts'
import type { Sealed } from './sealing.ts'
import type { WrongPins } from './wrong-pins.ts'

/** Which tablet this browser is; nothing of it is personal or secret. */
export interface TabletIdentity {
  tabletId: string
  boothId: string
  name: string
}

export interface Lock extends TabletIdentity {
  salt: Bytes
  cost: PinCost
  /** the store key and the signing key (PKCS #8), sealed with the PIN's key */
  wrapped: Sealed
  wrongPins: WrongPins
}

/** Where the one lock lies on its shelf. */
export const lockKey = 'this'

/** The tablet that this browser is, read without any key; undefined where it is none. */
export async function readIdentity(): Promise<TabletIdentity | undefined> {
  const lock = await readLock()
  return lock && { tabletId: lock.tabletId, boothId: lock.boothId, name: lock.name }
}

export const readLock = () => readOne<Lock>('lock', lockKey)
