/** `CHECK=whole npm test` takes everything in both languages and all themes; the daily check takes a slice of what repeats. */
export const isWhole = process.env['CHECK'] === 'whole'

/** The walk through the whole job is in both languages always; a page's own test speaks the first one. */
export const languages = isWhole ? (['zh-CN', 'en'] as const) : (['zh-CN'] as const)
