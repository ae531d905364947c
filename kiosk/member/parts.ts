import { lazy } from 'react'

export const codeScanner = () => import('./scan-code.ts')
const refusedScreen = () => import('./refused-screen.tsx')
const takeCardScreen = () => import('./take-card-screen.tsx')
const memberSpace = () => import('./session/member-space.tsx')

/** Parts that the attract screen does without: it is drawn first, and they come right after it. */
export const MemberSpace = lazy(async () => ({ default: (await memberSpace()).MemberSpace }))
export const RefusedScreen = lazy(async () => ({ default: (await refusedScreen()).RefusedScreen }))
export const TakeCardScreen = lazy(async () => ({ default: (await takeCardScreen()).TakeCardScreen }))
export const PairingScreen = lazy(async () => ({
  default: (await import('./pairing-screen.tsx')).PairingScreen,
}))
export const SimulatedStrip = lazy(async () => ({
  default: (await import('./simulated-strip.tsx')).SimulatedStrip,
}))

/** Fetches what a card will need before there is one: nobody waits for it with a card in the hand. */
export const fetchMemberSpace = () =>
  void Promise.all([memberSpace(), refusedScreen(), takeCardScreen(), codeScanner()])
