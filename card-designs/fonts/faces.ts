/**
 * The typefaces that designs and documents may name, where their files come from, and which face steps in for a glyph
 * that one lacks. Both families are under the SIL Open Font License 1.1; the licence text lies in each package.
 */
export const faces = {
  serif: {
    file: '@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-500-normal.woff',
    fallback: 'sans',
  },
  'serif-bold': {
    file: '@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-700-normal.woff',
    fallback: 'sans-medium',
  },
  sans: { file: '@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf', fallback: undefined },
  'sans-medium': { file: '@embedpdf/fonts-sc/fonts/NotoSansHans-Medium.otf', fallback: undefined },
} as const satisfies Record<string, { file: string; fallback: string | undefined }>

export type Face = keyof typeof faces

export const faceNames = Object.keys(faces) as Face[]
