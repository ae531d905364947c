import { Type, type Static } from 'typebox'

/** A message of the simulated outbox; real installations never show one. */
const Message = Type.Object({
  id: Type.String({ format: 'uuid' }),
  channel: Type.Literal('sms'),
  to: Type.String(),
  text: Type.String(),
  state: Type.Union([Type.Literal('waiting'), Type.Literal('sent'), Type.Literal('failed')]),
  createdAt: Type.String({ format: 'date-time' }),
  sentAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
})
type Message = Static<typeof Message>

/** Newest first. */
export const Messages = Type.Object({ messages: Type.Array(Message) })
