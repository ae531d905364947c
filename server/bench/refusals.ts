import type { RefusalTable } from '../platform/refusal.ts'

export const benchRefusals = {
  'no-card-there': {
    status: 409,
    zh: '读写器上没有卡，请放一张再试。',
    en: 'There is no card on the reader. Put one on it and try again.',
  },
} as const satisfies RefusalTable
