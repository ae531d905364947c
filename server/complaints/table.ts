import type { ComplaintKind } from './schema.ts'

/** What a member complained about, sealed with the member's own key; open until it is answered. */
export interface ComplaintTable {
  member_id: string
  id: string
  kind: ComplaintKind
  sealed_text: Uint8Array
  noted_by: string
  noted_at: Date
  sealed_answer: Uint8Array | null
  answered_by: string | null
  answered_at: Date | null
}

declare module '../platform/database.ts' {
  interface Database {
    complaints: ComplaintTable
  }
}
