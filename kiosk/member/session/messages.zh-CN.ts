export const zh = {
  'plain.title': '这种卡只能看是谁的卡，不显示积分。',
  'plain.todo': '它感应时证明不了自己。用手机验证码证明是您本人，就能看积分、换礼品。',
  'code.get': '获取手机验证码',
  'code.title': '证明是您本人',
  'code.saved': '积分和礼品都没有动。',
} as const
