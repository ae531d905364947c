import type { KeyService } from '../keys/index.ts'
import type { OutgoingMessage } from './sender.ts'

export type MessageContent = Pick<OutgoingMessage, 'to' | 'text'>

const context = (messageId: string): string => `message:${messageId}`

export const sealContent = (keys: KeyService, messageId: string, content: MessageContent): Uint8Array =>
  keys.sealForSystem(JSON.stringify([content.to, content.text]), context(messageId))

export function openContent(keys: KeyService, messageId: string, sealed: Uint8Array): MessageContent {
  const [to, text] = JSON.parse(keys.openForSystem(sealed, context(messageId))) as [string, string]
  return { to, text }
}
