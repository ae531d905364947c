import type { RefusalTable } from '../platform/refusal.ts'

export const webhookRefusals = {
  'webhook-unknown': {
    status: 404,
    zh: '没有这个推送地址，请从列表中选择。',
    en: 'There is no such webhook. Choose one from the list.',
  },
  'webhook-name-taken': {
    status: 409,
    zh: '已有同名推送地址，请换个名称。',
    en: 'There is a webhook of this name already. Choose another.',
  },
  'webhooks-too-many': {
    status: 409,
    zh: '推送地址已满，请先移除不用的。',
    en: 'There are as many webhooks as there may be. Remove one that is not used.',
  },
  'webhook-address-wrong': {
    status: 422,
    zh: '地址写法不对，请填写以 https:// 开头的完整网址，不含用户名。',
    en: 'This is no address that can be used. Enter one that begins with https://, without a user name.',
  },
  'webhook-address-refused': {
    status: 422,
    zh: '这个地址不能使用：找不到，或指向内部网络。请填写公网 HTTPS 地址，或请运维人员放行该网络。',
    en: 'This address cannot be used: nothing is found there, or it leads into a private network. Enter a public HTTPS address, or have the operator allow the network.',
  },
  'webhook-disabled': {
    status: 409,
    zh: '这个推送地址已停用，请先启用。',
    en: 'This webhook is turned off. Turn it on first.',
  },
  'delivery-unknown': {
    status: 404,
    zh: '没有这条推送记录，请刷新列表。',
    en: 'There is no such message. Look at the list again.',
  },
} as const satisfies RefusalTable
