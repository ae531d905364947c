import { AppError } from '../platform/errors.ts'
import type { MessageSender } from './sender.ts'

export interface Gateway {
  /** takes `{id, channel, to, text}` as JSON and answers 2xx when it has it */
  url: string
  token: string
}

const TIMEOUT_MS = 10_000

/** Hands messages to an SMS gateway over HTTP. What fails says a status only: an answer may repeat the phone number. */
export const gatewaySender = ({ url, token }: Gateway): MessageSender => ({
  async send(message) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': message.id,
      },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!answer.ok) throw new AppError('message-not-taken', `The gateway answered ${answer.status}`)
  },
})
