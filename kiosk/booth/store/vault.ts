import { now } from '../../ui/now.ts'
import { fromBase64, randomBytes, toBase64Url, utf8 } from './bytes.ts'
import { change, deleteAll, readOne, type Change } from './database.ts'
import { lockKey, readLock, type Lock, type TabletIdentity } from './identity.ts'
import { keyOfPin, pinCost } from './pin-key.ts'
import { importKey, seal, unseal, type Sealed } from './sealing.ts'
import { afterTry, noWrongPins, waitLeft } from './wrong-pins.ts'

interface Keys {
  store: string
  signing: string
}

/** An opened tablet. Its keys are in memory only and cannot be exported from there. */
export interface Vault extends TabletIdentity {
  sign(content: string): Promise<string>
  /** The change that keeps a record, to be made together with others. */
  put(name: RecordName, value: unknown): Promise<Change>
  read(name: RecordName): Promise<unknown>
  sealEntry(number: number, entry: unknown): Promise<Sealed>
  openEntry(number: number, sealed: Sealed): Promise<unknown>
}

export type RecordName = 'provision' | 'filter' | 'book' | 'draft' | 'gift-change' | 'hand-over'

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const lockPlace = ({ tabletId }: TabletIdentity) => `lock:${tabletId}`

export interface NewKeys {
  /** SPKI, base64url */
  publicKey: string
  keys: Keys
}

/** New keys for a tablet that is being paired; the private one leaves only sealed. */
export async function makeKeys(): Promise<NewKeys> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  return {
    publicKey: toBase64Url(await crypto.subtle.exportKey('spki', publicKey)),
    keys: {
      store: toBase64Url(randomBytes(32)),
      signing: toBase64Url(await crypto.subtle.exportKey('pkcs8', privateKey)),
    },
  }
}

/** Makes this browser the tablet: from now on only the PIN opens it. */
export async function lockWith(pin: string, identity: TabletIdentity, keys: Keys): Promise<Vault> {
  const lock = await lockOf(pin, identity, keys)
  await change([{ do: 'add', shelf: 'lock', key: lockKey, value: lock }])
  return openVault(lock, keys)
}

export type Unlocking = { kind: 'open'; vault: Vault } | Exclude<Tried, { kind: 'right' }>

/** Tries a PIN. Wrong ones slow the next down, also after a reload, and never delete anything. */
export const unlock = (pin: string): Promise<Unlocking> =>
  atLock(async () => {
    const tried = await tryPin(pin)
    if (tried.kind !== 'right') return tried
    const { lock, keys } = tried
    await change([lockChange({ ...lock, wrongPins: noWrongPins })])
    return { kind: 'open', vault: await openVault(lock, keys) }
  })

export type PinChange = { kind: 'changed' } | Exclude<Tried, { kind: 'right' }>

/** Locks the same keys with another PIN; a wrong one counts like one at the lock. */
export const changePin = (pin: string, newPin: string): Promise<PinChange> =>
  atLock(async () => {
    const tried = await tryPin(pin)
    if (tried.kind !== 'right') return tried
    await change([lockChange(await lockOf(newPin, tried.lock, tried.keys))])
    return { kind: 'changed' }
  })

const atLock = <Outcome>(work: () => Promise<Outcome>): Promise<Outcome> =>
  navigator.locks.request('cardwright-unlock', work)

type Tried =
  | { kind: 'right'; lock: Lock; keys: Keys }
  | { kind: 'wrong'; waitMs: number }
  | { kind: 'wait'; waitMs: number }

async function tryPin(pin: string): Promise<Tried> {
  const lock = await readLock()
  if (!lock) throw new Error('this browser is no tablet')
  const waitMs = waitLeft(lock.wrongPins, now().getTime())
  if (waitMs > 0) return { kind: 'wait', waitMs }
  const wrongPins = afterTry(lock.wrongPins, now().getTime())
  await change([lockChange({ ...lock, wrongPins })])
  const keys = await openLock(lock, pin)
  return keys
    ? { kind: 'right', lock, keys }
    : { kind: 'wrong', waitMs: waitLeft(wrongPins, now().getTime()) }
}

/** How long the next try has to wait, in ms. */
export const waitBeforeTry = async (): Promise<number> =>
  waitLeft((await readLock())?.wrongPins ?? noWrongPins, now().getTime())

const lockChange = (lock: Lock): Change => ({ do: 'put', shelf: 'lock', key: lockKey, value: lock })

async function lockOf(pin: string, identity: TabletIdentity, keys: Keys): Promise<Lock> {
  const { tabletId, boothId, name } = identity
  const salt = randomBytes(16)
  const pinKey = await keyOfPin({ pin, salt, cost: pinCost })
  const wrapped = await seal(pinKey, lockPlace(identity), keys)
  return { tabletId, boothId, name, salt, cost: pinCost, wrapped, wrongPins: noWrongPins }
}

async function openLock(lock: Lock, pin: string): Promise<Keys | undefined> {
  const pinKey = await keyOfPin({ pin, salt: lock.salt, cost: lock.cost })
  return unseal(pinKey, lockPlace(lock), lock.wrapped).catch(() => undefined) as Promise<Keys | undefined>
}

async function openVault({ tabletId, boothId, name }: TabletIdentity, keys: Keys): Promise<Vault> {
  const storeKey = await importKey(fromBase64(keys.store))
  const signingKey = await crypto.subtle.importKey('pkcs8', fromBase64(keys.signing), curve, false, ['sign'])
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  return {
    tabletId,
    boothId,
    name,
    sign: async (content) => toBase64Url(await crypto.subtle.sign(algorithm, signingKey, utf8(content))),
    put: async (record, value) => ({
      do: 'put',
      shelf: 'records',
      key: record,
      value: await seal(storeKey, `record:${record}`, value),
    }),
    read: async (record) => {
      const sealed = await readOne<Sealed>('records', record)
      return sealed && unseal(storeKey, `record:${record}`, sealed)
    },
    sealEntry: (number, entry) => seal(storeKey, `entry:${number}`, entry),
    openEntry: (number, sealed) => unseal(storeKey, `entry:${number}`, sealed),
  }
}

/** The end of this tablet on this browser; whoever calls it has made sure that nothing waits. */
export const forgetTablet = deleteAll
