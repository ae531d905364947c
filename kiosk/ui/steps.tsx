import { Icon } from './icon.tsx'
import { useUiText } from './texts.ts'
import './progress.css'

/** Where the person is in a short way of at most a few steps; `current` counts from 0. */
export function Steps({ labels, current }: { labels: readonly string[]; current: number }) {
  const text = useUiText()
  return (
    <ol className="steps" aria-label={text('steps.label', { step: current + 1, total: labels.length })}>
      {labels.map((label, index) => (
        <li
          key={label}
          className={index < current ? 'done' : undefined}
          aria-current={index === current ? 'step' : undefined}
        >
          {index < current ? <Icon name="check" /> : null} {label}
          {index < current ? <span className="unseen">{text('steps.done')}</span> : null}
        </li>
      ))}
    </ol>
  )
}
