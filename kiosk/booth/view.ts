import { useSyncExternalStore } from 'react'

export type View = 'enrolling' | 'redeeming' | 'evening' | 'pairing'

const addresses: Readonly<Record<View, string>> = {
  enrolling: '',
  redeeming: '#redeem',
  evening: '#evening',
  pairing: '#tablet',
}

const views = Object.keys(addresses) as readonly View[]

const currentView = (): View => views.find((view) => addresses[view] === location.hash) ?? 'enrolling'

function onViewChange(changed: () => void) {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

/** Which half of the day the page is for; the address `/booth/#evening` leads straight to the count, `/booth/#tablet` to pairing. */
export const useView = (): View => useSyncExternalStore(onViewChange, currentView)

export function showView(view: View) {
  location.hash = addresses[view]
}
