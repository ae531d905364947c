export const zh = {
  draw: '请在框内签名',
  clear: '重签',
  undo: '撤一笔',
  type: '不便手写？输入姓名代替签名',
  typed: '姓名（作为签名）',
  back: '改为手写',
  given: '已签名',
  empty: '还没有签名',
} as const
