import type { Config } from '../config/config.ts'
import type { KeyService } from '../keys/index.ts'
import type { Platform } from '../platform/platform.ts'

/** What the kiosks' routes stand on. */
export interface KioskNeeds {
  platform: Platform
  keys: KeyService
  config: Pick<Config, 'isSimulated'>
}
