import type { RefusalTable } from '../platform/refusal.ts'

export const encodingRefusals = {
  'device-unknown': {
    status: 404,
    zh: '工作站上没有这个设备，请检查连接或另选一个。',
    en: 'The station has no such device. Check its cable or choose another one.',
  },
  'device-simulated': {
    status: 409,
    zh: '这是模拟设备，本服务器只写真卡。',
    en: 'This device is simulated. This server encodes real cards only.',
  },
  'address-unfit': {
    status: 409,
    zh: '写入卡片的网址必须是公众可达的 HTTPS 地址。请设置 PUBLIC_URL，再另开批次。',
    en: 'The address on real cards must be HTTPS and public. Set PUBLIC_URL, then order a new batch.',
  },
  'station-not-approved': {
    status: 409,
    zh: '这个工作站尚未获准写空白卡，请管理员确认其安全后批准。',
    en: 'This station is not approved for factory blanks. An administrator approves it.',
  },
  'reader-taken': {
    status: 409,
    zh: '这个读写器正用于另一次写卡，请先结束它，或另选读写器。',
    en: 'Another run has this reader. Finish that one or choose another reader.',
  },
  'stripe-writer-taken': {
    status: 409,
    zh: '这个写磁器正用于另一次写卡，请先结束那一次，或另选写磁器。',
    en: 'Another run has this stripe writer. Finish that one or choose another writer.',
  },
  'nothing-to-skip': {
    status: 409,
    zh: '没有卡住的卡可以跳过；正在写的卡请先暂停。',
    en: 'No card holds this run up. Pause it first if a card is being written.',
  },
  'station-still-up': {
    status: 409,
    zh: '原工作站还连着，不用接手；可以先在那里结束。',
    en: 'Its station is still connected. Stop the run there instead.',
  },
  'run-unknown': { status: 404, zh: '没有这次写卡。', en: 'There is no such run.' },
  'run-not-in-state': {
    status: 409,
    zh: '这次写卡目前的状态不允许此操作。',
    en: 'In its present state this cannot be done with the run.',
  },
} as const satisfies RefusalTable
