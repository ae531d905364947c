import { useSyncExternalStore } from 'react'

export type View = 'enrolling' | 'evening'

const evening = '#evening'

const currentView = (): View => (location.hash === evening ? 'evening' : 'enrolling')

function onViewChange(changed: () => void) {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

/** Which half of the day the page is for; the address `/booth/#evening` leads straight to the count. */
export const useView = (): View => useSyncExternalStore(onViewChange, currentView)

export function showView(view: View) {
  location.hash = view === 'evening' ? evening : ''
}
