import type { RefusalTable } from '../platform/refusal.ts'

export const programmeRefusals = {
  'programme-number-taken': {
    status: 409,
    zh: '这个计划编号已被使用，请换一个编号。',
    en: 'This programme number is taken. Choose another.',
  },
  'programme-unknown': {
    status: 404,
    zh: '没有这个会员计划，请从列表中选择。',
    en: 'There is no such programme. Choose one from the list.',
  },
  'counter-name-taken': {
    status: 409,
    zh: '已有同名专柜，请换个名称。',
    en: 'There is a counter of this name already. Choose another.',
  },
  'level-unknown': {
    status: 404,
    zh: '会员计划的规则里没有这个级别，请从列表中选择。',
    en: 'The rules of the programme have no such level. Choose one from the list.',
  },
  'version-unknown': {
    status: 404,
    zh: '没有这一版规则，请从列表中选择。',
    en: 'There is no such version of the rules. Choose one from the list.',
  },
  'rules-changed': {
    status: 409,
    zh: '规则草稿刚被别人改过，请看过最新内容再继续。',
    en: 'Somebody has changed the draft since. Look at it as it is now, then go on.',
  },
  'rules-submitted': {
    status: 409,
    zh: '规则正在等待批准；要修改请先撤回。',
    en: 'The rules wait for approval. Take them back to change them.',
  },
  'rules-not-in-state': {
    status: 409,
    zh: '规则草稿已不在这个状态，请刷新后查看。',
    en: 'The draft is no longer at this step. Look at the page again.',
  },
  'rules-unsound': {
    status: 422,
    zh: '规则自相矛盾，请按草稿下的提示修改。',
    en: 'The rules do not add up. Mend what stands below the draft.',
  },
  'level-in-use': {
    status: 409,
    zh: '还有会员在新规则去掉的级别上，请保留这一级。',
    en: 'Members have a level that the new rules have no more. Keep that level.',
  },
  'start-in-past': {
    status: 422,
    zh: '开始时间已过，请选择现在或以后。',
    en: 'The start has passed. Choose now or later.',
  },
  'start-taken': {
    status: 409,
    zh: '已有一版从同一时刻开始，请换一个时刻。',
    en: 'Another version begins at the same moment. Choose another moment.',
  },
  'promotion-unsound': {
    status: 422,
    zh: '有活动减去的不少于原价，或结束早于开始，请检查。',
    en: 'A promotion leaves nothing to pay or ends before it begins. Look at it again.',
  },
} as const satisfies RefusalTable
