import { AppError } from '../platform/errors.ts'

/** What goes out to a person; `id` lets a gateway recognise a repetition. */
export interface OutgoingMessage {
  id: string
  channel: 'sms'
  to: string
  text: string
}

/** The way out of the house. Throws when the message was not taken: it is then tried again. */
export interface MessageSender {
  send(message: OutgoingMessage): Promise<void>
}

/** Sends nothing: the outbox itself is where a simulated installation reads its messages. */
export const simulatedSender: MessageSender = { send: () => Promise.resolve() }

/** An installation that has named no gateway: its messages stay in the outbox as failed. */
export const noSender: MessageSender = {
  send: () =>
    Promise.reject(new AppError('message-gateway-missing', 'Set MESSAGE_GATEWAY_URL and its token.')),
}
