import type { RefusalTable } from '../platform/refusal.ts'

export const driveRefusals = {
  'drive-unknown': { status: 404, zh: '没有这个活动。', en: 'There is no such drive.' },
  'booth-unknown': { status: 404, zh: '没有这个展位。', en: 'There is no such booth.' },
  'shift-unknown': { status: 404, zh: '没有这个班次。', en: 'There is no such shift.' },
  'enrolment-unknown': { status: 404, zh: '没有这笔入会。', en: 'There is no such enrolment.' },
  'count-unknown': { status: 404, zh: '没有这次盘点。', en: 'There is no such count.' },
  'drive-parts-unknown': {
    status: 422,
    zh: '方案、同意书、地点、礼品、设备站或人员中有不存在的，请核对后再保存。',
    en: 'The programme, consent text, a place, gift, station or person does not exist. Check them and save again.',
  },
  'drive-parts-repeated': {
    status: 422,
    zh: '日期、渠道代码或展位地点有重复，请每项只写一次。',
    en: "A day, a source code or a booth's place is there twice. Name each once.",
  },
  'drive-day-invalid': {
    status: 422,
    zh: '开放时间要早于结束时间，日期要真实存在。',
    en: 'A day must exist, and open before it closes.',
  },
  'drive-day-unknown': {
    status: 422,
    zh: '这一天不是活动日，或者还没到，请核对日期。',
    en: 'The drive has no such day, or it has not come yet. Check the date.',
  },
  'day-exists': { status: 409, zh: '活动已包含这一天。', en: 'The drive has this day already.' },
  'place-has-booth': {
    status: 409,
    zh: '这个地点已有本活动的展位，请选另一个地点。',
    en: 'This drive has a booth at this place already. Choose another place.',
  },
  'not-in-team': {
    status: 403,
    zh: '您不在这个活动的团队里，请找活动负责人加入。',
    en: "You are not in this drive's team. Ask its manager to add you.",
  },
  'drive-not-today': {
    status: 409,
    zh: '今天不是活动日，请找活动负责人加日期。',
    en: 'The drive is not on today. Ask its manager to add the day.',
  },
  'day-already-counted': {
    status: 409,
    zh: '这个展位今天已盘点，不能再动。',
    en: 'This booth has been counted for the day; nothing moves there any more.',
  },
  'shift-already-open': {
    status: 409,
    zh: '您已有一个班次在进行，请先结束它。',
    en: 'You have an open shift already. Close it first.',
  },
  'shift-closed': { status: 409, zh: '这个班次已经结束。', en: 'This shift is closed already.' },
  'not-your-shift': {
    status: 403,
    zh: '这是别人的班次，只有本人或负责人能结束。',
    en: "This is somebody else's shift: they or a manager close it.",
  },
  'no-open-shift': {
    status: 409,
    zh: '您在这个展位没有开班，请先开班。',
    en: 'You have no open shift at this booth. Open one first.',
  },
  'consent-outdated': {
    status: 409,
    zh: '同意书已更新，请让顾客重读并重新签名。',
    en: 'The consent text has changed. Let the person read the new one and sign again.',
  },
  'source-unknown': {
    status: 422,
    zh: '没有这个来源渠道，请重新选择。',
    en: 'There is no such source. Choose again.',
  },
  'gift-not-offered': {
    status: 422,
    zh: '本活动不送这种礼品，请选另一种。',
    en: 'This drive does not give this gift. Choose another.',
  },
  'reading-expired': {
    status: 409,
    zh: '刚才的读卡已过期或已用过，请再读一次卡。',
    en: 'This reading is too old or was used. Let the card be read again.',
  },
  'shift-still-open': {
    status: 409,
    zh: '还有人在班，请先结束所有班次再盘点。',
    en: "Somebody's shift is still open. Close all shifts, then count.",
  },
  'count-incomplete': {
    status: 422,
    zh: '请把单上的每一项都数一遍，每项一次。',
    en: 'Count every item of the sheet, each once.',
  },
  'variance-needs-reason': {
    status: 422,
    zh: '所列各项与账面不符：请再数一遍，仍不符就写明原因。',
    en: 'The named items differ from the books. Count them again; if they still differ, give the reason.',
  },
  'receipt-printer-missing': {
    status: 409,
    zh: '这个展位没有连接小票打印机：请打开 PDF 打印。',
    en: 'This booth has no receipt printer connected. Open the PDF and print that.',
  },
  'receipt-not-printed': {
    status: 503,
    zh: '小票打印机没有应答：请检查电源、纸卷和网线后再试。',
    en: 'The receipt printer does not answer. Check its power, paper and cable, then try again.',
  },
  'gift-returned-already': {
    status: 409,
    zh: '这笔入会的礼品已经退回过。',
    en: 'The gift of this enrolment came back already.',
  },
  'enrolment-elsewhere': {
    status: 422,
    zh: '这笔入会不属于本活动，或当时没有送礼品，请核对编号。',
    en: 'This enrolment is not of this drive or had no gift. Check its number.',
  },
  'handover-unknown': { status: 404, zh: '没有这次交接。', en: 'There is no such hand-over.' },
  'handover-to-self': {
    status: 422,
    zh: '不能交接给自己，请选另一位同事。',
    en: 'You cannot hand over to yourself. Choose a colleague.',
  },
  'handover-empty': {
    status: 422,
    zh: '没有交接任何东西：请填写卡或礼品的数量，每种礼品只写一次。',
    en: 'Nothing is handed over: enter cards or gifts, each gift once.',
  },
  'gift-not-for-level': {
    status: 409,
    zh: '这种礼品不送给这个级别的卡，请选另一种。',
    en: 'This gift does not go with a card of this level. Choose another.',
  },
  'gift-not-yet': {
    status: 409,
    zh: '这种礼品要等另一种送完才送，请先送那一种。',
    en: 'This gift is given only when another has run out. Give that one first.',
  },
  'plan-changed': {
    status: 409,
    zh: '别人刚改过这个方案，请看过新的再改。',
    en: 'Somebody else has just changed this plan. Look at theirs, then change it again.',
  },
  'plan-inconsistent': {
    status: 422,
    zh: '班次、目标、费用或礼品规则中，有的展位、日期、人员、渠道、级别或替代礼品不在本方案里，请核对。',
    en: 'A shift, target, cost or gift rule names a booth, day, person, source, level or other gift that is not in this plan. Check them.',
  },
  'shifts-overlap': {
    status: 422,
    zh: '有人在同一时间排了两个班次，请错开。',
    en: 'Somebody is planned twice at the same time. Move one of the shifts.',
  },
  'drive-part-used': {
    status: 409,
    zh: '不能去掉已有入会、盘点或班次的日期，有人用过的渠道，或正在当班的人。',
    en: 'A day with enrolments, counts or shifts, a source that people came from, or somebody at work cannot be taken out.',
  },
  'form-unknown': {
    status: 404,
    zh: '没有这个编号的申请表，请核对编号。',
    en: 'There is no form with this number. Check it.',
  },
  'form-used': {
    status: 409,
    zh: '这张申请表已经录入或作废。',
    en: 'This form was typed in already, or put aside.',
  },
  'count-signed': { status: 409, zh: '这次盘点已签字。', en: 'This count is signed already.' },
  'same-person-signs': {
    status: 403,
    zh: '盘点的人不能自己签字，请另一个人来签。',
    en: 'Whoever counted cannot sign. Another person must.',
  },
} as const satisfies RefusalTable
