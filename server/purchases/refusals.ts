import type { RefusalTable } from '../platform/refusal.ts'

export const purchaseRefusals = {
  'till-name-taken': {
    status: 409,
    zh: '已有同名收银台，请换个名称。',
    en: 'There is a till of this name already. Choose another.',
  },
  'till-unknown': {
    status: 404,
    zh: '没有这个收银台，请从列表中选择。',
    en: 'There is no such till. Choose one from the list.',
  },
  'card-suspended': {
    status: 423,
    zh: '这张卡已暂停使用，请会员到服务台恢复。',
    en: 'This card is suspended. The member can have it resumed at the service desk.',
  },
  'card-lost': {
    status: 423,
    zh: '这张卡已挂失，请收下并交到服务台。',
    en: 'This card was reported lost. Keep it and bring it to the service desk.',
  },
  'card-replaced': {
    status: 410,
    zh: '这张卡已换新，请会员使用新卡。',
    en: 'This card was replaced. Ask the member for the new one.',
  },
  'card-expired': {
    status: 410,
    zh: '这张卡已过期，请会员到服务台换卡。',
    en: 'This card has expired. The member gets a new one at the service desk.',
  },
  'card-destroyed': {
    status: 410,
    zh: '这张卡已注销，请会员到服务台办理。',
    en: 'This card was taken out of use. Send the member to the service desk.',
  },
  'counter-unknown': {
    status: 404,
    zh: '没有这个专柜，请检查收银台的专柜设置。',
    en: "There is no such counter. Check the till's counter setting.",
  },
  'no-rules-then': {
    status: 422,
    zh: '销售时间早于会员计划开始，无法计价，请检查收银台时间。',
    en: "The sale is from before the programme began. Check the till's clock.",
  },
  'moment-in-future': {
    status: 422,
    zh: '时间在未来，请检查收银台时间后重新发送。',
    en: "The time lies in the future. Check the till's clock and send it again.",
  },
  'sale-too-late': {
    status: 422,
    zh: '已超过收银台可以补传的天数。请把小票交给办公室：更正会员积分，或作为历史导入。',
    en: "Tills may no longer send a sale of that day. Give the receipt to the office: it corrects the member's points or imports it as history.",
  },
  'paid-above-tag': {
    status: 422,
    zh: '实付金额连同代金券高于吊牌价合计，请核对小票。',
    en: 'More was paid, a voucher included, than the tag prices add up to. Compare the receipt.',
  },
  'receipt-already-recorded': {
    status: 409,
    zh: '这张小票已经记录过，无需再发。',
    en: 'This receipt is recorded already. There is nothing more to send.',
  },
  'purchase-unknown': {
    status: 404,
    zh: '没有这笔消费，请核对编号。',
    en: 'There is no such purchase. Compare the number.',
  },
  'return-before-sale': {
    status: 422,
    zh: '退货时间早于销售时间，请检查收银台时间。',
    en: "The return is earlier than the sale. Check the till's clock.",
  },
  'coupon-unknown': {
    status: 404,
    zh: '没有这张优惠券，请核对券码。',
    en: 'There is no such coupon. Compare its code.',
  },
  'quote-unknown': {
    status: 422,
    zh: '这份报价不是本系统给的，请重新询价。',
    en: 'This quote is none of ours. Ask for the price again.',
  },
  'quote-other-basket': {
    status: 409,
    zh: '商品、卡、专柜或金额与报价不同，请重新询价。',
    en: 'Goods, card, counter or amount are not those of the quote. Ask for the price again.',
  },
  'quote-expired': {
    status: 410,
    zh: '报价已过期，请重新询价。',
    en: 'The quote has expired. Ask for the price again.',
  },
  'quote-used': {
    status: 409,
    zh: '这份报价已经用过，请重新询价。',
    en: 'This quote was taken up already. Ask for the price again.',
  },
  'line-unknown': {
    status: 422,
    zh: '小票上没有这一行，请核对行号。',
    en: 'The receipt has no such line. Compare its number.',
  },
  'more-than-left': {
    status: 409,
    zh: '退回的件数多于未退的件数，请核对。',
    en: 'More pieces come back than are left. Compare the receipt.',
  },
  'already-returned': {
    status: 409,
    zh: '这笔消费已经退货，积分不再收回。',
    en: 'This purchase was returned already. No more points are taken.',
  },
} as const satisfies RefusalTable
