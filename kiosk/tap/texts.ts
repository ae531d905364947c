import { addTexts } from '../i18n/texts.ts'
import { en } from './messages.en.ts'
import { zh } from './messages.zh-CN.ts'

export const textsIn = addTexts('tap', { 'zh-CN': zh, en })
