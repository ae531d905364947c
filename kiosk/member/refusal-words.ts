import { useText } from './texts.ts'

const known = [
  'card-not-genuine',
  'card-copied',
  'stripe-edited',
  'card-without-member',
  'card-stopped',
  'card-misread',
  'unreachable',
] as const

/** What the kiosk says about a card that it did not take: what happened, and what to do. */
export function useRefusalWords(): (code: string) => { title: string; todo: string } {
  const text = useText()
  return (code) => {
    const reason = known.find((each) => each === code) ?? 'other'
    return { title: text(`refused.${reason}`), todo: text(`refused.${reason}.todo`) }
  }
}
