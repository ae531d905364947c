import type { RefusalTable } from '../platform/refusal.ts'

export const pictureRefusals = {
  'asset-unreadable': {
    status: 422,
    zh: '这不是可以使用的 PNG 或 JPEG 图片，或文件已损坏。',
    en: 'This is not a PNG or JPEG that can be used, or the file is damaged.',
  },
  'asset-too-large': {
    status: 422,
    zh: '图片太大：最多 4000 万像素、10 MB。请缩小后再上传。',
    en: 'The picture is too large: at most 40 megapixels and 10 MB. Make it smaller and upload it again.',
  },
  'asset-turned': {
    status: 422,
    zh: '这张照片是横着存的，请转正并另存后再上传。',
    en: 'This photo is stored turned. Turn it upright, save it and upload it again.',
  },
} as const satisfies RefusalTable
