import { defineTexts } from '../../i18n/texts.ts'
import { en } from './messages.en.ts'
import { zh } from './messages.zh-CN.ts'

export const useText = defineTexts('booth-redeeming', { 'zh-CN': zh, en })
