import type { Sentence } from '../platform/schema.ts'
import type { ConflictKind, Verdict } from './schema.ts'

const verdicts = {
  accepted: { zh: '已保存到系统。', en: 'Saved at headquarters.' },
  duplicate: { zh: '之前已经收到过，没有重复记录。', en: 'It had come before; nothing was done twice.' },
  refused: { zh: '没有自动办理，已交给办公室。', en: 'Not carried out by itself; the office has it now.' },
} as const satisfies Record<Verdict, Sentence>

/** What each conflict means, for the team at the tablet and for the office. */
export const conflictWords = {
  'known-member': {
    zh: '这个手机号已经是会员，没有建立第二个会员。',
    en: 'This phone is a member already; no second member was made.',
  },
  'gift-short': {
    zh: '账面上没有这种礼品了，已记为短缺。',
    en: 'The books had none of this gift left; the piece is booked as short.',
  },
  'gift-not-offered': {
    zh: '本活动不送这种礼品，但已送出，照实记账。',
    en: 'The drive does not give this gift, but it was given: booked as it was.',
  },
  'gift-not-for-level': {
    zh: '这种礼品不送给这个级别的卡，但已送出，照实记账。',
    en: 'The drive keeps this gift from cards of this level, but it was given: booked as it was.',
  },
  'gift-unknown': { zh: '没有这种礼品，没有记账。', en: 'There is no such gift; none was booked.' },
  'card-missing': { zh: '没有给卡，需要补发一张。', en: 'No card was given: one is needed.' },
  'card-not-genuine': {
    zh: '这张卡不是我们的，需要补发。',
    en: 'The card is not one of ours: another is needed.',
  },
  'card-copied': { zh: '这张卡像是复制的，需要补发。', en: 'The card looks copied: another is needed.' },
  'stripe-edited': {
    zh: '磁条被改过，需要补发一张卡。',
    en: 'The stripe was edited: another card is needed.',
  },
  'card-unknown': { zh: '没有这张卡，需要补发。', en: 'There is no such card: one is needed.' },
  'card-not-ready': { zh: '这张卡不能使用，需要补发。', en: 'The card cannot be used: another is needed.' },
  'card-elsewhere': {
    zh: '账面上这张卡不在这个展位，需要补发或先签收。',
    en: 'By the books the card is not at this booth: sign for it or give another.',
  },
  'card-already-given': {
    zh: '这张卡已经给了别人，需要补发。',
    en: 'The card is somebody else’s already: another is needed.',
  },
  'card-in-box': {
    zh: '这张卡还在封好的盒子里，需要先拆盒或补发。',
    en: 'By the books the card is in a sealed box: open it or give another.',
  },
  'card-out-of-date': {
    zh: '这批卡已过期，需要补发。',
    en: 'The batch is out of date: another card is needed.',
  },
  'card-of-another': {
    zh: '这张卡是为别人制作的，需要补发。',
    en: 'The card was made for somebody else: another is needed.',
  },
  'reading-expired': { zh: '读卡记录已失效，需要补发。', en: 'The reading is gone: a card is needed.' },
  'card-of-another-booth': {
    zh: '这张卡属于本活动的另一个展位，已照发。',
    en: 'The card lay at another booth of the drive; it was given all the same.',
  },
  'promoter-without-shift': {
    zh: '当时没有开班，已补记班次。',
    en: 'There was no open shift; one was noted.',
  },
  'promoter-elsewhere': {
    zh: '当时在另一个展位有班次，已照实记录。',
    en: 'There was an open shift at another booth; both are noted.',
  },
  'promoter-not-in-team': {
    zh: '不在本活动团队里，已照收。',
    en: 'Not in the drive’s team; accepted all the same.',
  },
  'promoter-unknown': {
    zh: '没有这位同事，记在配对平板的人名下。',
    en: 'No such colleague; booked under whoever paired the tablet.',
  },
  'consent-outdated': {
    zh: '签的是较早的同意书，按当时所签的版本保存。',
    en: 'An earlier consent text was signed; that version is kept.',
  },
  'drive-not-on': {
    zh: '那天不是活动日，已照收。',
    en: 'The drive was not on that day; accepted all the same.',
  },
  'after-drive-end': {
    zh: '这是在活动结束之后办的，人和卡都已保留。',
    en: 'It happened after the drive was over; person and card are kept.',
  },
  'day-counted': {
    zh: '那天的盘点已经做完，之后才收到。',
    en: 'It came after that day’s count at the booth.',
  },
  'introducer-unknown': {
    zh: '没有找到介绍人，没有记录介绍。',
    en: 'The friend was not found; no introduction was noted.',
  },
  'phone-invalid': {
    zh: '手机号不对，资料已保留，等人补全。',
    en: 'The phone is not right; the form waits to be completed.',
  },
  'birthday-invalid': {
    zh: '生日不对，资料已保留，等人补全。',
    en: 'The birthday is not right; the form waits to be completed.',
  },
  'source-unknown': {
    zh: '来源渠道不对，资料已保留，等人补全。',
    en: 'The source is not known; the form waits to be completed.',
  },
  'consent-unknown': {
    zh: '没有这个版本的同意书，资料已保留。',
    en: 'There is no such consent text; the form waits to be completed.',
  },
  'form-invalid': {
    zh: '表格不完整，资料已保留，等人补全。',
    en: 'The form is not complete; it waits to be completed.',
  },
  'gift-not-booked': {
    zh: '礼品变动没能记账，已记录下来。',
    en: 'The gift’s change could not be booked; it is noted here.',
  },
  'handover-not-booked': {
    zh: '交接没能记账，已记录下来。',
    en: 'The hand-over could not be booked; it is noted here.',
  },
  'clock-off': {
    zh: '平板的时钟不准，时间已按系统校正。',
    en: 'The tablet’s clock was wrong; times were corrected by ours.',
  },
  'entry-unreadable': {
    zh: '这一条读不懂，已保留，等人处理。',
    en: 'This entry cannot be read; it is kept for a person to judge.',
  },
  'chain-broken': {
    zh: '记录链断了，后面的都已保留，等人处理。',
    en: 'The chain of entries is broken; all that came is kept for a person to judge.',
  },
} as const satisfies Record<ConflictKind, Sentence>

const isConflict = (reason: string): reason is ConflictKind => reason in conflictWords

/** What a tablet shows of a verdict. */
export function wordsOf(verdict: Verdict, reason: string | null | undefined): Sentence {
  const { zh, en } = verdicts[verdict]
  if (!reason || !isConflict(reason)) return { zh, en }
  const more = conflictWords[reason]
  return { zh: zh + more.zh, en: `${en} ${more.en}` }
}
