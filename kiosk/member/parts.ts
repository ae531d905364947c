import { lazy } from 'react'

export const codeScanner = () => import('./scan-code.ts')
const standingScreens = () => import('./standing-screens.ts')

/** Parts that the attract screen does without: it is drawn first, and they come right after it. */
export const MemberSpace = lazy(async () => ({ default: (await standingScreens()).MemberSpace }))
export const RefusedScreen = lazy(async () => ({ default: (await standingScreens()).RefusedScreen }))
export const TakeCardScreen = lazy(async () => ({ default: (await standingScreens()).TakeCardScreen }))
export const PairingScreen = lazy(async () => ({
  default: (await import('./pairing-screen.tsx')).PairingScreen,
}))
export const SimulatedStrip = lazy(async () => ({
  default: (await import('./simulated-strip.tsx')).SimulatedStrip,
}))

/** Fetches what a card will need before there is one: nobody waits for it with a card in the hand. */
export const fetchStandingScreens = () => void Promise.all([standingScreens(), codeScanner()])
