export const zh = {
  title: '从这里开始',
  'hero.title': '从一张空白卡，到手里的一份礼物',
  'hero.lead': '做卡、写卡、办卡、用卡，都在这一套系统里。下面五站，按一天的先后把整件事走一遍。',
  'hero.start': '从办公室开始',
  'hero.gold': '贵宾金卡',
  'hero.diamond': '贵宾钻石卡',

  'simulated.title': '这里有哪些是模拟的',
  'simulated.yes': '读写器、磁条机和卡片都是模拟的，数据库和服务器是真的。不接任何设备，也能走完全程。',
  'simulated.no': '本机连着真实设备，没有模拟的部分。',
  'simulated.sample':
    '锦城百货、两种卡面、三天的办卡活动、人员和礼品是示例数据。启动时加 --empty 就不带示例。',
  'simulated.empty': '这里没有示例数据：先到办公室建立第一位管理员。',
  'simulated.url':
    '现在写进卡片的网址是 {{url}}。正式发卡前，请把 PUBLIC_URL 设成顾客手机能打开的 https 地址。',

  'job.title': '一天的五站',
  'job.office.title': '办公室：订卡、写卡',
  'job.office.words':
    '订一批金卡，生成可以直接印刷的 PDF；再一张一张写入芯片和磁条，写完读回来核对，废卡的号码当场作废。',
  'job.office.open': '进办公室',
  'job.booth.title': '展台：当场办卡',
  'job.booth.words': '顾客填表、签名、拿到卡、领走礼物，一次办完。同一个手机号不会发两份礼。',
  'job.booth.open': '进展台',
  'job.kiosk.title': '自助机：看积分、换礼品',
  'job.kiosk.words':
    '贴卡、刷卡或扫码，看级别、积分和能换的礼品；再贴一次卡、输入密码，礼品就留好了。人一走，屏幕就忘掉他。',
  'job.kiosk.open': '看自助机',
  'job.tap.title': '手机：这张卡是真的吗',
  'job.tap.words': '手机碰一下卡，打开的就是这一页：真卡、复制卡，还是不认识的卡。不显示任何个人信息。',
  'job.tap.open': '看验卡页',
  'job.evening.title': '收工：清点、签字',
  'job.evening.words': '数清剩下的卡和礼品，有差额要写明原因，由第二个人签字，当天的数字打成一页 PDF。',
  'job.evening.open': '去清点',

  'people.title': '用谁的身份登录',
  'people.words': '这些账号只在模拟方式下存在。',
  'people.name': '姓名',
  'people.sign-in-name': '登录名',
  'people.password': '密码',

  'foot.api': '接口文档（供收银系统对接）',
} as const
