import type { KeyService } from './key-service.ts'

/** Whose systems call ours without a person. */
export type Caller = 'till' | 'partner'

/**
 * What such a system proves itself with. It follows from the root key and an id, so that it is stored nowhere and a
 * repeated request is answered with the same one.
 */
export const bearerKey = (keys: KeyService, caller: Caller, id: string): string =>
  `${caller}_${Buffer.from(keys.blindIndex(`${caller}-key`, id)).toString('base64url')}`

const BEARER = /^Bearer ((till|partner)_[A-Za-z0-9_-]{43})$/

/** @returns the key in an `Authorization` header, where it has the shape of this kind of caller's */
export function bearerKeyIn(header: string | undefined, caller: Caller): string | undefined {
  const [, key, kind] = BEARER.exec(header ?? '') ?? []
  return kind === caller ? key : undefined
}
