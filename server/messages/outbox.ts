import type { KeyService } from '../keys/index.ts'
import { newId } from '../platform/ids.ts'
import type { JobKind, Jobs } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import type { Work } from '../platform/work.ts'
import { openContent, sealContent } from './content.ts'
import { findMessage, insertMessage, markFailed, markSent } from './queries.ts'
import type { MessageSender, OutgoingMessage } from './sender.ts'

const SEND = 'send-message'

/** Puts a message into the outbox: it goes out if and only if the command commits. */
export async function sendMessage(
  work: Work,
  { keys, jobs }: { keys: KeyService; jobs: Jobs },
  { channel, ...content }: Omit<OutgoingMessage, 'id'>,
): Promise<void> {
  const id = newId()
  await insertMessage(work.tx, {
    id,
    channel,
    sealed_content: sealContent(keys, id, content),
    state: 'waiting',
    created_at: work.now,
    sent_at: null,
  })
  await jobs.enqueue(work.tx, SEND, { messageId: id })
}

/** Carries a message out; one that was sent is not sent again, one that failed is tried again by its job. */
export const messageSending = (
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { keys, sender }: { keys: KeyService; sender: MessageSender },
): JobKind<{ messageId: string }> => ({
  name: SEND,
  async handle({ messageId }) {
    const message = await findMessage(db, messageId)
    if (!message || message.state === 'sent') return
    const content = openContent(keys, messageId, message.sealed_content)
    try {
      await sender.send({ id: messageId, channel: message.channel, ...content })
    } catch (cause) {
      await markFailed(db, messageId)
      throw cause
    }
    await markSent(db, messageId, clock.now())
  },
})
