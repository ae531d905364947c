export const zh = {
  place: '展台',
  title: '展台',
  'closed.title': '还没有开班',
  'closed.todo': '展台要先在办公室领到卡和礼品，推广员才能在这里开班。',
  'closed.office': '去办公室',
} as const
