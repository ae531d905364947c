import type { DocumentBlock, DocumentPdf } from '../engine/document.ts'
import type { DisplayList } from '../engine/display-list.ts'

export interface MemberHandbook {
  language: DocumentPdf['language']
  programme: string
  /** The programme's rules, a sentence each. */
  rules: readonly string[]
  levels: readonly { name: string; pays: string; how: string }[]
  /** One purchase worked out; amounts as they are written on a receipt. */
  example: readonly { key: string; value: string }[]
  /** Counters that take part, with what is paid there of a tag price by each level. */
  counters: readonly { name: string; rates: readonly string[] }[]
  /** Counters that give no discount. */
  outside: readonly string[]
  /** Front of the card on the first page. */
  card: DisplayList
  /** Of the rules, `YYYY-MM-DD`. */
  validFrom: string
}

const zh = {
  title: '会员手册',
  welcome:
    '欢迎您成为我们的会员。这本小册子说明您的卡能做什么、积分怎样得到和使用、卡丢了怎么办，以及我们怎样保护您的个人信息。',
  card: '您的会员卡',
  cardUse: [
    '付款前请出示会员卡：正价商品立享会员价，并累计积分。',
    '在任一读卡器、自助会员机或手机上，触碰、刷卡或扫码即可查询积分。',
    '使用积分时需要当面触碰会员卡并输入密码，或使用发到您手机的一次性验证码。别人捡到您的卡，看不到也用不了您的积分。',
    '会员卡限登记会员本人使用，不得转让，不能兑换现金。',
  ],
  levels: '会员等级',
  level: '等级',
  pays: '正价商品实付',
  how: '如何获得',
  points: '折扣与积分规则',
  example: '举例',
  counters: '参加专柜（折上折：实付为吊牌价的比例）',
  counter: '专柜',
  outside: (names: string) => `以下专柜不打折、照常积分：${names}。`,
  lost: '卡丢失了怎么办',
  lostSteps: [
    '请尽快到任一自助会员机或服务台挂失，凭登记的手机号办理。挂失立即生效，旧卡随即不能使用。',
    '服务台当场为您补办新卡。积分和等级全部转入新卡。',
    '旧卡找到后也不能再用，请交给服务台销毁。',
  ],
  privacy: '您的个人信息',
  privacyRights: [
    '我们只为会员服务保存您同意提供的信息，分别加密存放，不出售给任何人。',
    '您可以随时查看、更正、导出自己的信息，也可以撤回同意或要求删除：在自助会员机、手机或服务台办理。',
    '生日祝福和优惠短信只在您同意后发送，随时可以退订。',
  ],
  questions: '有问题或意见，请到服务台，或在手机会员页面留言，我们会逐一答复。',
  footer: (day: string) => `规则自 ${day} 起有效`,
} as const

type Words = {
  readonly [Key in keyof typeof zh]: (typeof zh)[Key] extends (...values: infer Values) => string
    ? (...values: Values) => string
    : (typeof zh)[Key] extends readonly string[]
      ? readonly string[]
      : string
}

const en: Words = {
  title: 'Member handbook',
  welcome:
    'Welcome. This booklet says what your card does, how points are earned and spent, what to do when the card is lost, and how we look after your personal data.',
  card: 'Your card',
  cardUse: [
    'Show your card before you pay: regular prices come down at once, and you earn points.',
    'Tap, swipe or scan it at any reader, member kiosk or phone to see your points.',
    'Spending points takes the card itself, tapped, and your PIN, or a one-time code sent to your phone. Whoever finds your card can neither see nor spend your points.',
    'The card is for the registered member alone. It cannot be passed on and has no cash value.',
  ],
  levels: 'Levels',
  level: 'Level',
  pays: 'Pays of regular prices',
  how: 'How to get it',
  points: 'Discounts and points',
  example: 'An example',
  counters: 'Counters that take part (what you pay of the tag price)',
  counter: 'Counter',
  outside: (names) => `No discount at these counters, but points all the same: ${names}.`,
  lost: 'If you lose your card',
  lostSteps: [
    'Report it at once at any member kiosk or the service desk, with the phone number that you registered. From that moment the old card stops.',
    'The service desk gives you a new card on the spot. Your points and your level move to it.',
    'Should the old card turn up, it stays dead: please hand it in to be destroyed.',
  ],
  privacy: 'Your personal data',
  privacyRights: [
    "We keep what you agreed to give us, for your membership only, each member's encrypted apart, and sell it to nobody.",
    'You can see, correct and export your data, withdraw your consent or have everything erased, at any time: at a kiosk, on your phone or at the service desk.',
    'Birthday greetings and offers come only if you said yes, and stop when you say so.',
  ],
  questions:
    'For questions and complaints come to the service desk or write to us on the member page of your phone. Each one is answered.',
  footer: (day) => `Rules valid from ${day}`,
}

/** What a member takes home to read: A5 pages, in one language. */
export function memberHandbook(book: MemberHandbook): DocumentPdf {
  const words = book.language === 'en' ? en : zh
  return {
    format: 'a5',
    language: book.language,
    title: words.title,
    subtitle: book.programme,
    footer: words.footer(book.validFrom),
    blocks: [
      { kind: 'card', picture: book.card },
      { kind: 'paragraph', text: words.welcome },
      { kind: 'heading', text: words.card },
      ...listed(words.cardUse),
      { kind: 'heading', text: words.levels },
      levelTable(words, book),
      { kind: 'heading', text: words.points },
      ...listed(book.rules),
      { kind: 'heading', text: words.example },
      { kind: 'key-values', rows: [...book.example] },
      ...counterBlocks(words, book),
      { kind: 'heading', text: words.lost },
      ...words.lostSteps.map((text, i): DocumentBlock => ({ kind: 'paragraph', text: `${i + 1}. ${text}` })),
      { kind: 'heading', text: words.privacy },
      ...listed(words.privacyRights),
      { kind: 'paragraph', tone: 'strong', text: words.questions },
    ],
  }
}

const listed = (texts: readonly string[]): DocumentBlock[] =>
  texts.map((text) => ({ kind: 'paragraph', text: `• ${text}` }))

const levelTable = (words: Words, { levels }: MemberHandbook): DocumentBlock => ({
  kind: 'table',
  columns: [
    { title: words.level, weight: 2 },
    { title: words.pays, weight: 2 },
    { title: words.how, weight: 3 },
  ],
  rows: levels.map(({ name, pays, how }) => [name, pays, how]),
})

function counterBlocks(words: Words, { counters, outside, levels }: MemberHandbook): DocumentBlock[] {
  if (counters.length + outside.length === 0) return []
  const table: DocumentBlock = {
    kind: 'table',
    columns: [
      { title: words.counter, weight: 3 },
      ...levels.map(({ name }) => ({ title: name, weight: 1.6, align: 'right' as const })),
    ],
    rows: counters.map(({ name, rates }) => [name, ...rates]),
  }
  return [
    { kind: 'heading', text: words.counters },
    ...(counters.length > 0 ? [table] : []),
    ...(outside.length > 0
      ? [{ kind: 'paragraph', text: words.outside(outside.join(words === en ? ', ' : '、')) } as const]
      : []),
  ]
}
