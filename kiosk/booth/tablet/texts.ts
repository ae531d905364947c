import { defineTexts } from '../../i18n/texts.ts'
import { en } from './messages.en.ts'
import { zh } from './messages.zh-CN.ts'

/** Beside the booth's own texts: a browser that is no tablet never loads them. */
export const useText = defineTexts('tablet', { 'zh-CN': zh, en })
