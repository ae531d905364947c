/** A beginning for the shop's own text; what is published is what the shop has read and changed. */
export const consentDraft = {
  textZh:
    '我同意商场为会员服务的需要保存我的姓名、手机号和生日，用于积分、礼品和会员通知。我可以随时查看、更正、导出或要求删除这些资料。',
  textEn:
    'I agree that the department store keeps my name, mobile number and birthday to serve me as a member: for points, gifts and notices. I may see, correct, export or have them erased at any time.',
}
