export interface EncodingRunTable {
  id: string
  batch_id: string
  station_id: string
  reader_name: string
  stripe_name: string | null
  state: 'running' | 'paused' | 'finished'
  last_step: string | null
  last_error: string | null
  card_number: string | null
  started_by: string
  started_at: Date
  finished_at: Date | null
}

declare module '../platform/database.ts' {
  interface Database {
    encoding_runs: EncodingRunTable
  }
}
