import type { Progress, Run } from '../../api/encoding.ts'
import { Icon } from '../../ui/icon.tsx'
import { stepsDone, stepsOf } from './steps.ts'
import { useText } from './texts.ts'

/** Every step of the card on the reader, with a mark and a word for how far it is. */
export function CardSteps({ run, chip, step }: { run: Run; chip: Progress['chip']; step: string | null }) {
  const text = useText()
  const steps = stepsOf(run, chip)
  const done = stepsDone(steps, step)
  return (
    <ol className="card-steps" aria-label={text('steps.label')}>
      {steps.map((name, index) => (
        <li
          key={name}
          className={index < done ? 'done' : undefined}
          aria-current={name === step ? 'step' : undefined}
        >
          <Icon name={index < done ? 'check' : name === step ? 'arrow' : 'clock'} />
          {text(`step.${name}`)}
          {index < done ? <span className="unseen">{text('step.state.done')}</span> : null}
          {name === step ? <span className="unseen">{text('step.state.now')}</span> : null}
        </li>
      ))}
    </ol>
  )
}
