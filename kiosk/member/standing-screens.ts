/** What stands on the screen once a card was shown. */
export { MemberSpace } from './session/member-space.tsx'
export { RefusedScreen } from './refused-screen.tsx'
export { TakeCardScreen } from './take-card-screen.tsx'
