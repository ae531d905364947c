import type { KeyService } from '../keys/index.ts'

export interface BatchNeeds {
  keys: KeyService
  /** what is written on new cards */
  publicUrl: string
}
