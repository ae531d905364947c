import type { RefusalTable } from '../platform/refusal.ts'

export { makePairingCode, pairingCode, usePairingCode } from './pairing-code.ts'

export const pairingRefusals = {
  'pairing-code-wrong': {
    status: 422,
    zh: '配对码不对、已用过或已过期，请向办公室要新的。',
    en: 'The pairing code is wrong, used or expired. Ask the office for a new one.',
  },
} as const satisfies RefusalTable
