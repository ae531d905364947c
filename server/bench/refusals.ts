import type { RefusalTable } from '../platform/refusal.ts'

export const benchRefusals = {
  'run-at-work': {
    status: 409,
    zh: '正在写这张卡，请等写完，或先暂停。',
    en: 'This card is being written. Wait until it is done, or pause first.',
  },
  'no-card-there': {
    status: 409,
    zh: '读写器上没有卡，请放一张再试。',
    en: 'There is no card on the reader. Put one on it and try again.',
  },
} as const satisfies RefusalTable
