export const zh = {
  place: '办公室',
  'nav.label': '一天的工作',
  'nav.today': '今天',
  'nav.start': '回到首页',
  'help.title': '这一页是做什么的',

  'today.title': '今天',
  'today.lead.simulated': '服务器运转正常；{{count}} 类设备里有 {{simulated}} 类是模拟的。',
  'today.lead.ready': '服务器运转正常；{{count}} 类设备全部就绪。',
  'today.lead.missing': '服务器运转正常；{{count}} 类设备里缺 {{missing}} 类。',
  'today.lead.none': '服务器运转正常。设备接在各工作站上。',
  'today.devices': '设备',
  'today.help': '每天先看这里：有什么不对，第一句话就会说出来。设备缺了驱动，照右边那一行安装即可。',
  'not-found.title': '没有这一页',
  'not-found.todo': '地址可能写错了，或者这一页还没有内容。',
  'not-found.home': '回到今天',
} as const
