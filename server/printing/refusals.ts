import type { RefusalTable } from '../platform/refusal.ts'

export const printingRefusals = {
  'printer-unknown': { status: 404, zh: '没有这台打印机。', en: 'There is no such printer.' },
  'printer-takes-cards': {
    status: 409,
    zh: '卡片打印机不用校准页，请直接印一张卡看偏差。',
    en: 'Calibration sheets are for sheet printers. Print one card and measure it.',
  },
  'printer-name-taken': {
    status: 409,
    zh: '已有同名打印机，请换个名称。',
    en: 'There is a printer of this name already. Choose another.',
  },
  'printer-address-taken': {
    status: 409,
    zh: '这个地址已登记为另一台打印机。',
    en: 'Another printer has this address already.',
  },
  'printer-address-wrong': {
    status: 422,
    zh: '打印机地址应形如 ipp://主机/ipp/print 或 ipps://…，且不能是本机或保留地址。',
    en: "A printer's address reads ipp://host/ipp/print or ipps://…, and is neither this machine nor a reserved one.",
  },
  'sheet-too-small': {
    status: 422,
    zh: '这张纸放不下这么多卡，请减少行列或间距，或换大一些的纸。',
    en: 'So many cards do not fit on this paper. Take fewer, smaller gaps or larger paper.',
  },
  'sheet-not-for-cards': {
    status: 409,
    zh: '这是卡片打印机，一次印一张卡，没有纸张排版。',
    en: 'This is a card printer: it prints card by card and has no sheet.',
  },
  'colour-profile-unknown': {
    status: 404,
    zh: '没有这个色彩特性文件。',
    en: 'There is no such colour profile.',
  },
  'colour-profile-unreadable': {
    status: 422,
    zh: '这不是完整的 ICC 色彩特性文件（第 2 或第 4 版）。',
    en: 'This is no whole ICC colour profile of version 2 or 4.',
  },
  'colour-profile-not-press': {
    status: 422,
    zh: '这个特性文件不是四色印刷的，请选择印刷厂给的 CMYK 输出特性文件。',
    en: 'This profile is not that of a press with four inks. Take the CMYK output profile that the print shop gives.',
  },
  'colour-profile-in-use': {
    status: 409,
    zh: '有打印机或还没做好的文件正在用这个色彩特性文件，请先给打印机改选，等文件做好或取消它。',
    en: 'A printer or a file that is not finished uses this colour profile. Set the printer otherwise; wait for the file or cancel it.',
  },
  'colour-profiles-full': {
    status: 409,
    zh: '最多保存 50 个色彩特性文件，请先删除不用的。',
    en: 'Fifty colour profiles are kept at most. Delete one that nothing uses first.',
  },
  'sheets-of-printer': {
    status: 409,
    zh: '打印机按自己的纸张排版，只有文件才能另外选择。',
    en: 'Printers have paper of their own. Sheets are chosen for files only.',
  },
  'colour-profile-of-printer': {
    status: 409,
    zh: '打印机已有自己的色彩特性文件，只有文件才能另外选择。',
    en: 'Printers have a colour profile of their own. One is chosen for files only.',
  },
  'printer-at-work': {
    status: 409,
    zh: '打印机上还有任务，请等它打完或先取消。',
    en: 'The printer has work under way. Wait for it, or cancel that first.',
  },
  'printer-missing': {
    status: 409,
    zh: '还没有这种打印机，请管理员先添加。',
    en: 'There is no printer of this kind. An administrator adds one.',
  },
  'printer-still-printing': {
    status: 409,
    zh: '打印机还在打印这些卡，请等它停下再数。',
    en: 'The printer is still at these cards. Count them when it has stopped.',
  },
  'print-job-unknown': { status: 404, zh: '没有这个打印任务。', en: 'There is no such print job.' },
  'print-job-not-in-state': {
    status: 409,
    zh: '打印任务现在不能这样做，请刷新后再看。',
    en: 'The print job is not at a point where that can be done. Look at it again.',
  },
  'print-job-first': {
    status: 409,
    zh: '这个任务已经排在最前面。',
    en: 'This job is the first already.',
  },
  'print-file-not-kept': {
    status: 409,
    zh: '这个文件还没做好，或者已经删除。',
    en: 'This file is not finished yet, or is kept no more.',
  },
  'nothing-to-count': {
    status: 409,
    zh: '这一份没有要清点的卡。',
    en: 'There are no cards to count in this part.',
  },
  'print-count-wrong': {
    status: 422,
    zh: '数出来的卡比送去打印的多，请再数一遍。',
    en: 'More cards were counted than were sent. Count again.',
  },
} as const satisfies RefusalTable
