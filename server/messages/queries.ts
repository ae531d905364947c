import type { Db, Tx } from '../platform/database.ts'
import type { MessageTable } from './table.ts'

const MESSAGE = ['id', 'channel', 'sealed_content', 'state', 'created_at', 'sent_at'] as const

export async function insertMessage(tx: Tx, message: MessageTable): Promise<void> {
  await tx.insertInto('messages').values(message).execute()
}

export const findMessage = (db: Db, messageId: string): Promise<MessageTable | undefined> =>
  db.selectFrom('messages').select(MESSAGE).where('id', '=', messageId).executeTakeFirst()

export const newestMessages = (db: Db, limit: number): Promise<MessageTable[]> =>
  db
    .selectFrom('messages')
    .select(MESSAGE)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export async function markSent(db: Db, messageId: string, sentAt: Date): Promise<void> {
  await db
    .updateTable('messages')
    .set({ state: 'sent', sent_at: sentAt })
    .where('id', '=', messageId)
    .execute()
}

export async function markFailed(db: Db, messageId: string): Promise<void> {
  await db.updateTable('messages').set({ state: 'failed' }).where('id', '=', messageId).execute()
}
