import type { Role } from '../platform/actor.ts'

export interface StaffTable {
  id: string
  sign_in_name: string
  display_name: string
  roles: Role[]
  disabled_at: Date | null
  created_at: Date
}

interface StaffCredentialTable {
  staff_id: string
  kind: 'password' | 'totp' | 'passkey'
  id: string
  secret: string
  created_at: Date
}

/** Tries in a row under a name, whether somebody has that name or not; `name_hash` is keyed. */
interface SignInTryTable {
  name_hash: Uint8Array
  failed_attempts: number
  locked_until: Date | null
  tried_at: Date
}

interface StaffSessionTable {
  token_hash: Uint8Array
  staff_id: string
  started_at: Date
  seen_at: Date
  expires_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    staff: StaffTable
    staff_credentials: StaffCredentialTable
    staff_sessions: StaffSessionTable
    sign_in_tries: SignInTryTable
  }
}
