export interface CommandTable {
  id: string
  content_hash: Uint8Array
  status: number | null
  answer: unknown
  created_at: Date
}

export interface AuditEntryTable {
  id: string
  recorded_at: Date
  actor: string
  action: string
  subject: string
  details: unknown
}

export interface AuditLinkTable {
  position: bigint
  entry_id: string
  hash: Uint8Array
  sealed_at: Date
}

export interface EventTable {
  id: string
  topic: string
  type: string
  data: unknown
  recorded_at: Date
}

/** Wrong codes, by who or what they are counted of. */
export interface WrongGuessTable {
  guesser: string
  wrong: number
  since: Date
}
