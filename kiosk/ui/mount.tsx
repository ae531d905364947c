import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { whenQuiet } from './quiet.ts'
import { startTheme } from './theme.ts'
import './tokens.css'
import './base.css'

/** react-aria writes a style element unless one with this id is there; base.css holds its one rule instead. */
function keepPolicy() {
  const mark = document.createElement('meta')
  mark.id = 'react-aria-pressable-style'
  document.head.append(mark)
}

/** Draws a page into its `#page`; the fonts come after the first picture, slice by slice. */
export function mount(page: ReactNode, { fonts }: { fonts: 'ours' | 'system' }) {
  keepPolicy()
  startTheme()
  const place = document.getElementById('page')
  if (!place) throw new Error('the document has no #page')
  createRoot(place).render(<StrictMode>{page}</StrictMode>)
  if (fonts === 'ours') whenQuiet(() => void import('./fonts.ts'))
}
