import { DateTime } from '../../ui/amounts.tsx'
import { useText } from './texts.ts'

/** A code that somebody types on another machine: large, in two groups, with its end. */
export function OneTimeCode({ code, expiresAt }: { code: string; expiresAt: string }) {
  const text = useText()
  return (
    <p className="one-time-code">
      <span>{text('pair.code')}</span>
      <strong className="figures" translate="no">
        {code}
      </strong>
      <span className="soft">
        {text('pair.until')} <DateTime at={expiresAt} show="time" />
      </span>
    </p>
  )
}
