export const zh = {
  title: '介绍人和好友',
  by: '由会员介绍入会',
  brought: '介绍入会的好友',
  member: '会员',
  joined: '入会',
  points: '本人所得积分',
  open: '好友还没有达到金额的消费',
} as const
