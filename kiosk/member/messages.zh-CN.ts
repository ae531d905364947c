export const zh = {
  title: '会员自助机',
  'attract.title': '请出示会员卡',
  'attract.lead': '看积分，换礼品。',
  'attract.tap': '贴卡',
  'attract.tap.words': '放在右侧感应区',
  'attract.swipe': '刷卡',
  'attract.swipe.words': '磁条朝左，一次划过',
  'attract.scan': '扫码',
  'attract.scan.words': '卡背面的二维码对准镜头',
  'attract.card': '贵宾金卡',
  'attract.forget': '离开后，屏幕不会留下您的任何信息。',
} as const
