import type { RefusalTable } from '../platform/refusal.ts'

export const designRefusals = {
  'design-unknown': {
    status: 404,
    zh: '没有这个卡面设计，请从列表中选择。',
    en: 'There is no such design. Choose one of the list.',
  },
  'design-version-unknown': {
    status: 404,
    zh: '这个设计没有这个版本，请从列表中选择。',
    en: 'The design has no such version. Choose one from the list.',
  },
  'template-unknown': {
    status: 404,
    zh: '没有这个模板，请从列表中选择。',
    en: 'There is no such template. Choose one of the list.',
  },
  'design-code-taken': {
    status: 409,
    zh: '已有设计使用这个代码，请换一个。',
    en: 'Another design has this code. Choose another code.',
  },
  'design-archived': {
    status: 409,
    zh: '这个设计已归档。请先取出，再修改或订制。',
    en: 'This design is archived. Take it out of the archive first.',
  },
  'design-changed': {
    status: 409,
    zh: '您打开之后，别人又保存过这个设计。您的改动没有丢失：请先看对方的版本，再决定保留哪一个。',
    en: 'Somebody else has saved this design since you opened it. Nothing of yours is lost: look at theirs, then choose.',
  },
  'design-submitted': {
    status: 409,
    zh: '这个设计正在等待审批，不能修改。请先收回。',
    en: 'This design waits for approval and cannot be changed. Take it back first.',
  },
  'design-not-in-state': {
    status: 409,
    zh: '这个版本目前的状态不允许此操作，请刷新页面。',
    en: 'In its present state this cannot be done with the version. Load the page again.',
  },
  'design-invalid': {
    status: 422,
    zh: '设计文件有误，没有保存。出错的位置见详情。',
    en: 'The design is not valid and was not saved; the details say where.',
  },
  'design-too-heavy': {
    status: 422,
    zh: '设计太复杂，无法在限定的时间和内存内绘制。请减少元素或简化路径。',
    en: 'The design is too heavy to be drawn in bounded time and memory. Use fewer elements or simpler paths.',
  },
  'design-faulty': {
    status: 422,
    zh: '这个设计还不能打印，请先改正检查列出的错误。',
    en: 'This design cannot be printed yet. Mend the errors that the check lists first.',
  },
  'design-unpaintable': {
    status: 422,
    zh: '有元素无法绘制，检查会列出原因。',
    en: 'Something in the design cannot be drawn; the check says what.',
  },
  'picture-unknown': {
    status: 422,
    zh: '设计用到的图片还没有上传，没有保存。',
    en: 'The design names a picture that was not uploaded, so it was not saved.',
  },
  'pictures-too-heavy': {
    status: 422,
    zh: '设计用到的图片加起来超过 20 MB，请缩小图片。',
    en: 'The pictures of this design are more than 20 MB together. Make them smaller.',
  },
  'designs-busy': {
    status: 503,
    zh: '正在绘制的设计太多，请过几秒再试。没有保存任何改动。',
    en: 'Too many designs are being drawn right now. Try again in a few seconds; nothing was saved.',
  },
  'asset-unknown': { status: 404, zh: '没有这张图片。', en: 'There is no such picture.' },
  'artwork-damaged': {
    status: 422,
    zh: '这不是 SVG，或文件已损坏。请从绘图软件重新导出。',
    en: 'This is no SVG, or it is damaged. Export it again from your drawing program.',
  },
  'artwork-active': {
    status: 422,
    zh: '这个 SVG 含有脚本或嵌入的网页，不能导入。请导出为普通 SVG。',
    en: 'This SVG holds a script or an embedded page, which artwork must not. Export it as a plain SVG.',
  },
  'artwork-outside': {
    status: 422,
    zh: '这个 SVG 引用了文件以外的内容，或定义了实体。请把图片嵌入，不保留软件的编辑数据，再导出一次。',
    en: "This SVG refers to something outside the file, or defines entities. Embed its pictures and export it again without your program's editing data.",
  },
  'artwork-too-heavy': {
    status: 422,
    zh: 'SVG 太复杂，请在绘图软件中简化或合并路径。',
    en: 'The SVG is too complex. Simplify or join its paths in your drawing program.',
  },
  'artwork-empty': {
    status: 422,
    zh: '这个 SVG 里没有可以导入的图形。文字请先转为路径。',
    en: 'There are no shapes in this SVG. Turn text into paths first.',
  },
} as const satisfies RefusalTable
