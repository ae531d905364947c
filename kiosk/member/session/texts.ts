import { defineTexts } from '../../i18n/texts.ts'
import { en } from './messages.en.ts'
import { zh } from './messages.zh-CN.ts'

/** What is said only once somebody showed a card: the attract screen does without it. */
export const useSessionText = defineTexts('member-session', { 'zh-CN': zh, en })
