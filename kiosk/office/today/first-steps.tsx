import { Link } from '@tanstack/react-router'
import { Icon } from '../../ui/icon.tsx'
import { Section } from '../section.tsx'
import type { FirstStep } from './use-first-steps.ts'
import { useText } from './texts.ts'

/** The way from an empty shop to the first member, one step after the other. */
export function FirstSteps({ steps }: { steps: readonly FirstStep[] }) {
  const text = useText()
  const next = steps.find(({ isDone }) => !isDone)?.name
  return (
    <Section title={text('steps.title')}>
      <ol className="first-steps">
        {steps.map(({ name, to, isDone }) => (
          <li
            key={name}
            className={isDone ? 'done' : undefined}
            aria-current={name === next ? 'step' : undefined}
          >
            <span className="first-step-mark">
              <Icon name={isDone ? 'check' : name === next ? 'arrow' : 'clock'} />
              <span className="unseen">
                {text(isDone ? 'steps.done' : name === next ? 'steps.next' : 'steps.later')}
              </span>
            </span>
            <span>
              <strong>{text(`step.${name}`)}</strong>
              <span className="soft small-line">{text(`step.${name}.words`)}</span>
            </span>
            {isDone ? null : (
              <Link to={to} className={name === next ? 'button primary' : 'button quiet'}>
                {text(`step.${name}.go`)}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
