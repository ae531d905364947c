import { useSyncExternalStore } from 'react'

export type View = 'enrolling' | 'evening' | 'pairing'

const evening = '#evening'

const pairing = '#tablet'
const addresses: Readonly<Record<View, string>> = { enrolling: '', evening, pairing }

const currentView = (): View =>
  location.hash === evening ? 'evening' : location.hash === pairing ? 'pairing' : 'enrolling'

function onViewChange(changed: () => void) {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

/** Which half of the day the page is for; the address `/booth/#evening` leads straight to the count, `/booth/#tablet` to pairing. */
export const useView = (): View => useSyncExternalStore(onViewChange, currentView)

export function showView(view: View) {
  location.hash = addresses[view]
}
