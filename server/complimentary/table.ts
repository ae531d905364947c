interface RequestTable {
  id: string
  programme_id: string
  level: string
  organisation: string
  reason: string
  value_fen: bigint
  is_public_official: boolean
  requested_by: string
  requested_at: Date
}

/** Who gets the card, sealed with a key of their own; deleting the row forgets them. */
interface RecipientTable {
  request_id: string
  wrapped_key: Uint8Array
  sealed_name: Uint8Array
}

interface DecisionTable {
  request_id: string
  requested_by: string
  approved: boolean
  note: string
  decided_by: string
  decided_at: Date
}

interface HandoverTable {
  request_id: string
  approved: true
  member_id: string
  card_number: string
  means: 'tap' | 'swipe' | 'scan' | 'typed'
  handed_by: string
  handed_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    complimentary_requests: RequestTable
    complimentary_recipients: RecipientTable
    complimentary_decisions: DecisionTable
    complimentary_handovers: HandoverTable
  }
}
