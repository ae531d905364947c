export interface MessageTable {
  id: string
  channel: 'sms'
  /** recipient and text, for the system's key only */
  sealed_content: Uint8Array
  state: 'waiting' | 'sent' | 'failed'
  created_at: Date
  sent_at: Date | null
}

declare module '../platform/database.ts' {
  interface Database {
    messages: MessageTable
  }
}
