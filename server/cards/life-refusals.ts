import type { RefusalTable } from '../platform/refusal.ts'

export const lifeRefusals = {
  'card-frozen': {
    status: 409,
    zh: '这张卡因为异常被冻结，请先到“卡片警报”查看证据再处理。',
    en: 'This card was frozen because of an alert. Look at the evidence under Card alerts first.',
  },
  'card-other-level': {
    status: 409,
    zh: '新卡的级别或会员计划不同，请换一张同级别的卡。',
    en: 'The new card is of another level or programme. Take one of the same level.',
  },
  'card-out-of-date': {
    status: 409,
    zh: '这批卡已过有效期，不能再发。请换一张新批次的卡。',
    en: 'The cards of this batch are out of date. Take one of a newer batch.',
  },
  'card-of-another': {
    status: 409,
    zh: '这张卡是为另一位会员制作的，上面有那位会员的资料。请换一张卡。',
    en: 'This card was made for another member and shows their data. Take another card.',
  },
  'card-number-unknown': {
    status: 404,
    zh: '没有这个卡号。请对照批次里的卡号再输一次。',
    en: 'No card has this number. Compare it with the numbers of the batch and type it again.',
  },
  'card-printed': {
    status: 409,
    zh: '这张卡已经印好或正在打印任务里，不能再改成某位会员的卡。请选一个还没有印的卡号。',
    en: 'This card is printed already, or is in a print job. Choose a number that was not printed yet.',
  },
  'witness-same-person': {
    status: 409,
    zh: '销毁要有第二个人在场，请另选一位同事。',
    en: 'A second person must see the card destroyed. Choose a colleague.',
  },
  'nothing-to-clear': {
    status: 409,
    zh: '这张卡没有未处理的警报。',
    en: 'This card has no open alerts.',
  },
  'evidence-unseen': {
    status: 409,
    zh: '又有新的警报，请先看过再处理。',
    en: 'There is new evidence. Look at it first.',
  },
  'card-rules-changed': {
    status: 409,
    zh: '规则刚被别人改过，请看过新规则再改。',
    en: 'Somebody else has just changed the rules. Look at them again first.',
  },
} as const satisfies RefusalTable
