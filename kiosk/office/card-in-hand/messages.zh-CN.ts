export const zh = {
  card: '新卡',
  'card.help': '输入卡上 16 位卡号，或用扫码枪扫卡背面的二维码。',
  'card.wrong': '请填完整的 16 位卡号，或重新扫码。',
  place: '新卡放在',
  'place.office': '办公室',
} as const
