import type { DocumentPdf } from '../engine/document.ts'

export interface CardLetter {
  language: DocumentPdf['language']
  sender: string
  name: string
  address: readonly string[]
  /** By which whoever packs the letter sees that the card is the right one. */
  lastDigits: string
}

const words = {
  'zh-CN': {
    title: '您的会员卡',
    greeting: (name: string) => `${name}，您好：`,
    body: [
      '感谢您成为我们的会员。您的会员卡粘贴在下方，请轻轻取下。',
      '首次使用前，请携带本卡到任一自助会员机设置密码；付款前出示本卡即可享受会员价并累计积分。',
      '如卡片缺失，或尾号与本信不符，请不要使用，并联系服务台。',
    ],
    glue: (digits: string) => `在此粘贴尾号 ${digits} 的会员卡`,
    closing: '期待您的光临。',
  },
  en: {
    title: 'Your membership card',
    greeting: (name: string) => `Dear ${name},`,
    body: [
      'Thank you for joining us. Your card is fixed below: please take it off gently.',
      'Before you use it for the first time, set your PIN at any member kiosk. Then show the card before you pay: prices come down at once, and you earn points.',
      'Should the card be missing, or its last digits not be those below, please do not use it and tell the service desk.',
    ],
    glue: (digits: string) => `Fix the card that ends in ${digits} here`,
    closing: 'We look forward to seeing you.',
  },
} as const

/** A letter for an envelope with a window, folded in three; the card lies between the folds. */
export function letterWithCard(letter: CardLetter): DocumentPdf {
  const text = words[letter.language]
  return {
    format: 'a4',
    language: letter.language,
    isOnePage: true,
    address: { sender: letter.sender, lines: [letter.name, ...letter.address] },
    title: text.title,
    blocks: [
      { kind: 'paragraph', text: text.greeting(letter.name) },
      ...text.body.map((line) => ({ kind: 'paragraph', text: line }) as const),
      { kind: 'glue', text: text.glue(letter.lastDigits) },
      { kind: 'paragraph', text: text.closing },
      { kind: 'paragraph', text: letter.sender },
    ],
  }
}
