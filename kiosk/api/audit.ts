import type { AuditCheck } from '../../server/audit/schema.ts'
import type { LedgerCheck } from '../../server/points/schema.ts'
import { read } from './route.ts'

export const checkAudit = read<AuditCheck>()('/api/v1/audit/check')
export const checkLedger = read<LedgerCheck>()('/api/v1/points/ledger-check')
