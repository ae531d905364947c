import { open, seal, type KeyService } from '../keys/index.ts'

const context = (requestId: string): string => `complimentary-name:${requestId}`

/** Seals a recipient's name as members' names are, with a new key of its own. */
export function sealRecipient(keys: KeyService, requestId: string, name: string) {
  const { plain, wrapped } = keys.newMemberKey(requestId)
  return {
    request_id: requestId,
    wrapped_key: wrapped,
    sealed_name: seal(plain, Buffer.from(name), context(requestId)),
  }
}

/** What it returns goes to no log, event, audit entry or stored answer. */
export function openRecipient(
  keys: KeyService,
  sealed: { request_id: string; wrapped_key: Uint8Array; sealed_name: Uint8Array },
): string {
  const key = keys.openMemberKey(sealed.request_id, sealed.wrapped_key)
  return Buffer.from(open(key, sealed.sealed_name, context(sealed.request_id))).toString()
}
