import type { RefusalTable } from '../platform/refusal.ts'

export const levelRefusals = {
  'level-not-above': {
    status: 409,
    zh: '会员已在这个级别或更高级别。',
    en: 'The member has this level or a higher one already.',
  },
  'level-waits-already': {
    status: 409,
    zh: '这位会员已有一个级别在等第二个人决定，请先处理那一个。',
    en: 'A level of this member waits for a second person already. Decide on that one first.',
  },
  'level-gift-unknown': {
    status: 404,
    zh: '没有这个待定的级别，请刷新后查看。',
    en: 'No such level waits. Look at the page again.',
  },
  'level-gift-decided': { status: 409, zh: '已经决定过了。', en: 'This was decided already.' },
  'level-change-unknown': {
    status: 404,
    zh: '没有这条级别变动，请刷新后查看。',
    en: 'There is no such change of level. Look at the page again.',
  },
  'level-changed-since': {
    status: 409,
    zh: '此后级别又变过，只能撤销最近一次变动。',
    en: 'The level has changed since. Only the latest change can be undone.',
  },
} as const satisfies RefusalTable
