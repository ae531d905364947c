export const zh = {
  title: '验卡',
  'none.title': '请用手机碰一下卡',
  'none.words': '把会员卡贴在手机背面靠上的位置，稍等一秒，手机会自己打开验卡结果。',
  'none.card': '贵宾金卡',
  'none.privacy': '这一页不显示姓名、电话和积分。',
} as const
