export const zh = {
  title: '到期提醒',
  on: '积分快到期时会收到短信提醒。',
  off: '会员不要到期提醒，不会收到短信。',
  stop: '会员不要提醒',
  start: '会员要提醒',
  note: '会员也可以打开提醒短信里的地址自己选择。',
} as const
