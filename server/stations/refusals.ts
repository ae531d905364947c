import type { RefusalTable } from '../platform/refusal.ts'

export const stationRefusals = {
  'station-name-taken': {
    status: 409,
    zh: '已有同名工作站，请换个名称。',
    en: 'There is a station of this name already. Choose another.',
  },
  'station-unknown': { status: 404, zh: '没有这个工作站。', en: 'There is no such station.' },
  'station-down': {
    status: 409,
    zh: '工作站没有连接，请检查其电源和网络。',
    en: 'The station is not connected. Check its power and network.',
  },
  'device-held': {
    status: 409,
    zh: '有人正在这台设备上读卡，请稍候再试。',
    en: 'Somebody is reading a card on this device. Try again in a moment.',
  },
  'station-not-simulated': {
    status: 409,
    zh: '这个工作站的设备不是模拟的。',
    en: 'The devices of this station are not simulated.',
  },
  'simulation-off': {
    status: 409,
    zh: '这台服务器不提供模拟设备。',
    en: 'This server offers no simulated devices.',
  },
  'device-fault': {
    status: 409,
    zh: '设备没有完成操作，请按提示处理后再试。',
    en: 'The device did not do it. Do what it says and try again.',
  },
} as const satisfies RefusalTable
