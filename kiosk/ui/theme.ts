import { useSyncExternalStore } from 'react'
import { readSetting, writeSetting } from './device-setting.ts'

export type Theme = 'light' | 'dark' | 'contrast'
export const themes: readonly Theme[] = ['light', 'dark', 'contrast']

const listeners = new Set<() => void>()
const isTheme = (value: string | null): value is Theme => themes.some((theme) => theme === value)
const prefers = (query: string) => window.matchMedia(query).matches

function firstTheme(): Theme {
  const kept = readSetting('theme')
  if (isTheme(kept)) return kept
  if (prefers('(prefers-contrast: more)')) return 'contrast'
  return prefers('(prefers-color-scheme: dark)') ? 'dark' : 'light'
}

const currentTheme = () => document.documentElement.dataset['theme'] as Theme

export function startTheme() {
  document.documentElement.dataset['theme'] = firstTheme()
}

/** Changes the look of this device at once and keeps the choice. */
export function setTheme(theme: Theme) {
  document.documentElement.dataset['theme'] = theme
  writeSetting('theme', theme)
  for (const changed of listeners) changed()
}

const onThemeChange = (changed: () => void) => {
  listeners.add(changed)
  return () => listeners.delete(changed)
}

export const useTheme = (): Theme => useSyncExternalStore(onThemeChange, currentTheme)
