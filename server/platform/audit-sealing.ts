import { sealAudit } from './audit.ts'
import type { JobKind } from './jobs.ts'
import type { Platform } from './platform.ts'

/** Links what was written down into the hash chain, every minute. */
export const auditSealing = ({ db, clock }: Pick<Platform, 'db' | 'clock'>): JobKind<never> => ({
  name: 'seal-audit',
  cron: '* * * * *',
  async handle() {
    while ((await sealAudit(db, clock.now())) > 0);
  },
})
