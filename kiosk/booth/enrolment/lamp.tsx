import type { ReactNode } from 'react'
import { Guilloche } from '../../ui/guilloche.tsx'
import { useTheme } from '../../ui/theme.ts'

/** The evening side of the page: dark in every theme but high contrast, because the card is what shines. */
export function Lamp({ label, children }: { label: string; children: ReactNode }) {
  const theme = useTheme()
  return (
    <aside className="lamp" aria-label={label} data-theme={theme === 'contrast' ? 'contrast' : 'dark'}>
      <Guilloche />
      {children}
    </aside>
  )
}
