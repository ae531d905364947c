import type { KeyService } from '../keys/index.ts'

export interface CardNeeds {
  keys: KeyService
  /** what is written on new cards */
  publicUrl: string
}
