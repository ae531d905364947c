import { defineTexts } from '../i18n/texts.ts'
import { en } from './messages.en.ts'
import { zh } from './messages.zh-CN.ts'

export const useText = defineTexts('laptop', { 'zh-CN': zh, en })
