import { useUiText } from './texts.ts'
import './progress.css'

/** How far a long work is, as a bar and as numbers; `rest` says the rate and the time left. */
export function Progress({
  label,
  done,
  total,
  rest,
}: {
  label: string
  done: number
  total: number
  rest?: string
}) {
  const text = useUiText()
  return (
    <div className="progress">
      <p>
        <span>{label}</span>
        <span className="figures">{text('progress.count', { done, total })}</span>
      </p>
      <progress value={done} max={Math.max(total, 1)} aria-label={label} />
      {rest ? <p className="soft">{rest}</p> : null}
    </div>
  )
}
