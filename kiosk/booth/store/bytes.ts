export type Bytes = Uint8Array<ArrayBuffer>

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text)

export const randomBytes = (count: number): Bytes => crypto.getRandomValues(new Uint8Array(count))

/** base64url without padding (RFC 4648 §5). */
export function toBase64Url(bytes: ArrayBuffer | Bytes): string {
  const all = new Uint8Array(bytes)
  const pieces: string[] = []
  for (let at = 0; at < all.length; at += 8_192)
    pieces.push(String.fromCharCode(...all.subarray(at, at + 8_192)))
  return btoa(pieces.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Reads base64 and base64url, padded or not (RFC 4648 §4, §5). */
export function fromBase64(text: string): Bytes {
  const signs = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(signs.length)
  for (let at = 0; at < signs.length; at += 1) bytes[at] = signs.charCodeAt(at)
  return bytes
}

export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

export const sha256Hex = async (text: string): Promise<string> =>
  Array.from(await sha256(utf8(text)), (byte) => byte.toString(16).padStart(2, '0')).join('')
