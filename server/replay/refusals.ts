import type { RefusalTable } from '../platform/refusal.ts'

export const replayRefusals = {
  'replay-unknown': {
    status: 404,
    zh: '没有这次试算，请从列表中选择。',
    en: 'There is no such trial. Choose one from the list.',
  },
  'replay-period': {
    status: 422,
    zh: '请选择到今天为止、不超过三年的一段日子，开始不晚于结束。',
    en: 'Choose days up to today, three years at most, that do not end before they begin.',
  },
  'replay-running': {
    status: 409,
    zh: '已有一次试算正在进行，请等它结束或先取消。',
    en: 'Another trial is under way. Wait for it, or cancel it first.',
  },
  'replay-not-open': {
    status: 409,
    zh: '这次试算已经结束，请刷新后查看。',
    en: 'This trial has ended already. Look at the page again.',
  },
  'replay-not-done': {
    status: 409,
    zh: '试算还没有结果，请等它完成。',
    en: 'There is no result yet. Wait until the trial is done.',
  },
} as const satisfies RefusalTable
