/** How it looks whether something held before, holds now or is still to come. */
export const TONES = { past: 'plain', now: 'good', future: 'caution' } as const
export const ICONS = { past: 'clock', now: 'check', future: 'calendar' } as const
