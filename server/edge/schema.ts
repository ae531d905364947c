export type { EntryVerdict, Provision, Sync, Synced } from '../tablets/schema.ts'
export {
  Forwarded,
  PairedLaptop,
  Roster,
  type CheckIn,
  type Forwarding,
  type NewLaptop,
} from '../tablets/laptop-schema.ts'
