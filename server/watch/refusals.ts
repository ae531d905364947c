import type { RefusalTable } from '../platform/refusal.ts'

export const watchRefusals = {
  'redemption-paused': {
    status: 423,
    zh: '暂时不能兑换，积分都在，请到服务台。',
    en: 'This cannot be redeemed for the moment. All points are safe; please ask at the service desk.',
  },
  'watch-changed': {
    status: 409,
    zh: '有人刚刚改过，请重新查看后再改。',
    en: 'Somebody has just changed it. Look again before you change it.',
  },
  'watch-change-open': {
    status: 409,
    zh: '已有一项修改等待第二个人确认，请先确认或退回。',
    en: 'A change already waits for a second person. Decide on that one first.',
  },
  'watch-setting-wrong': {
    status: 422,
    zh: '这项设置不适用于这条监测，请检查时间长度和金额。',
    en: 'This setting does not fit this watch. Look at its time and its amount again.',
  },
  'watch-nothing-proposed': {
    status: 409,
    zh: '这项修改已经有人处理，请重新查看。',
    en: 'Somebody has decided on this change already. Look again.',
  },
  'watch-alert-unknown': {
    status: 404,
    zh: '没有这条提醒，请从列表中选择。',
    en: 'There is no such alert. Choose one from the list.',
  },
  'watch-concerns-you': {
    status: 403,
    zh: '这条提醒与您有关，请由同事处理。',
    en: 'This alert is about your own work. Let a colleague look into it.',
  },
  'watch-alert-decided': {
    status: 409,
    zh: '这条提醒已经处理完毕。',
    en: 'This alert has been decided already.',
  },
  'watch-look-first': {
    status: 409,
    zh: '请先写下查看的结果，再作决定。',
    en: 'Write down what you found before you decide.',
  },
  'watch-evidence-unseen': {
    status: 409,
    zh: '又有新的记录，请重新查看后再处理。',
    en: 'There is more evidence by now. Look at it first.',
  },
  'watch-not-confirmed': {
    status: 409,
    zh: '只有已确认的提醒才单独解除；其他的请先处理。',
    en: 'Only what was confirmed is lifted by itself. Decide on this alert instead.',
  },
  'watch-not-frozen': {
    status: 409,
    zh: '没有什么在等待，不用解除。',
    en: 'Nothing waits for this alert. There is nothing to lift.',
  },
} as const satisfies RefusalTable
