import { createHmac, randomBytes } from 'node:crypto'

const PREFIX = 'whsec_'

/** A symmetric secret as Standard Webhooks writes it: 32 random bytes. */
export const newSecret = (): string => PREFIX + randomBytes(32).toString('base64')

/**
 * The headers of a message: its id, when this try is made (seconds), and a signature for each secret over
 * `id.timestamp.body` (Standard Webhooks, "Signature scheme", `v1`).
 */
export function signedHeaders(
  { id, body, at }: { id: string; body: string; at: Date },
  secrets: readonly string[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const signature = (secret: string): string => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  }
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map(signature).join(' '),
  }
}
