import { Icon, type IconName } from '../../ui/icon.tsx'
import type { Task } from './steps.ts'
import { useText } from './texts.ts'

const icons: Record<Task | 'last', IconName> = {
  put: 'tap',
  wait: 'clock',
  swipe: 'swipe',
  take: 'check',
  spoiled: 'alert',
  last: 'check',
}

/** What the hands have to do now, told to a screen reader as well. */
export function TaskLine({ task }: { task: Task | 'last' }) {
  const text = useText()
  return (
    <output className={`task-line ${task}`}>
      <Icon name={icons[task]} />
      {text(`do.${task}`)}
    </output>
  )
}
