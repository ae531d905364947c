import { diversifyKey } from '../../hardware/nfc/an10922.ts'
import { AppError } from '../platform/errors.ts'
import {
  CHECK_INPUT,
  CHECK_PURPOSE,
  checkValueOf,
  deriveAesKey,
  expandInput,
  hmac,
  macInput,
  secretsOf,
  type RootSecrets,
} from './derivation.ts'
import type { Generation, KeyPlace, KeyStore } from './key-store.ts'
import { checkValueOfRoot, type RootKey } from './root-key.ts'
import { open, seal } from './seal.ts'

/** A generation with its root: 32 bytes. */
export interface RootGeneration extends Generation {
  root: Uint8Array
}

/** Keys kept derived: a batch's keys are asked for with every tap of its cards. */
const KEPT = 1_024

/** A store whose roots lie in this process's memory: what a key file is once it is open. */
export function memoryKeyStore(roots: readonly RootGeneration[]): KeyStore {
  const secrets = new Map(roots.map(({ number, root, hierarchy }) => [number, secretsOf(root, hierarchy)]))
  const kept = new Map<string, Uint8Array>()

  const secretsFor = (generation: number): RootSecrets => {
    const found = secrets.get(generation)
    if (!found) throw unknownGeneration(generation)
    return found
  }
  const derived = (place: KeyPlace, kind: 'expanded' | 'aes-128' | 'aes-256'): Uint8Array => {
    const name = `${place.generation}/${kind}/${place.purpose}`
    const known = kept.get(name)
    if (known) return known
    const key = derive(secretsFor(place.generation), place.purpose, kind)
    const [oldest] = kept.size < KEPT ? [] : kept.keys()
    if (oldest !== undefined) kept.delete(oldest)
    kept.set(name, key)
    return key
  }

  return {
    generations: roots.map(({ number, state, hierarchy, checkValue }) => ({
      number,
      state,
      hierarchy,
      checkValue,
    })),
    exportKey: (place, length) => derived(place, 'expanded').slice(0, length),
    mac(place, data) {
      const root = secretsFor(place.generation)
      return root.hierarchy === 1
        ? hmac(derived(place, 'expanded'), data)
        : hmac(root.expanding, macInput(place.purpose, data))
    },
    cardKey: (place, input) => diversifyKey(derived(place, 'aes-128'), input),
    seal: (place, plain, context) => seal(derived(place, 'aes-256'), plain, context),
    open: (place, sealed, context) => open(derived(place, 'aes-256'), sealed, context),
    close: () => {
      kept.clear()
      secrets.clear()
    },
  }
}

function derive(root: RootSecrets, purpose: string, kind: 'expanded' | 'aes-128' | 'aes-256'): Uint8Array {
  const length = kind === 'aes-128' ? 16 : 32
  if (root.hierarchy === 1 || kind === 'expanded')
    return hmac(root.expanding, expandInput(purpose)).slice(0, length)
  return deriveAesKey(root.deriving, purpose, length)
}

/** A new generation from fresh or recovered root bytes. */
export function rootGeneration(
  root: Uint8Array,
  { number, state, hierarchy }: Omit<Generation, 'checkValue'>,
): RootGeneration {
  const blank: RootGeneration = { number, state, hierarchy, root, checkValue: '' }
  return {
    ...blank,
    checkValue: hierarchy === 1 ? checkValueOfRoot(root) : checkValueIn(memoryKeyStore([blank]), number),
  }
}

/** The check value of a generation of hierarchy 2, computed by whichever store holds it. */
export function checkValueIn(store: Pick<KeyStore, 'mac' | 'cardKey'>, generation: number): string {
  const place = { generation, purpose: CHECK_PURPOSE }
  return checkValueOf({ mac: store.mac(place, CHECK_INPUT), cardKey: store.cardKey(place, CHECK_INPUT) })
}

/** The store of one root key alone, as its first generation. */
export const singleKeyStore = (root: RootKey): KeyStore =>
  memoryKeyStore([
    { number: 1, state: 'active', hierarchy: 1, checkValue: root.checkValue, root: root.bytes },
  ])

export const unknownGeneration = (generation: number): AppError =>
  new AppError('key-generation-unknown', `The key store has no generation ${generation}.`)
