import type { LaptopState } from '../api/laptop.ts'
import { Notice } from '../ui/notice.tsx'
import { useText } from './texts.ts'

/** Whether anything must be done, before any figure. */
export function ReachNotice({ state }: { state: LaptopState }) {
  const text = useText()
  const { reach, waiting } = state
  if (reach === 'refused') return <Refused state={state} />
  if (reach === 'never')
    return <Notice tone="caution" title={text('never.title')} todo={text('never.todo')} />
  if (reach === 'lost')
    return (
      <Notice
        tone="caution"
        title={text('lost.title')}
        saved={waiting > 0 ? text('lost.saved', { count: waiting }) : text('lost.saved.none')}
        todo={text('lost.todo')}
      />
    )
  const title = waiting > 0 ? text('sending.title', { count: waiting }) : text('reached.title')
  return <Notice tone={waiting > 0 ? 'plain' : 'good'} title={title} todo={text('reached.todo')} />
}

function Refused({ state: { waiting, headquarters } }: { state: LaptopState }) {
  const text = useText()
  return (
    <Notice
      tone="bad"
      title={text('refused.title')}
      saved={waiting > 0 ? text('refused.saved', { count: waiting }) : text('refused.saved.none')}
    >
      <ol className="laptop-steps">
        <li>
          {text('refused.first')} <code>{`${headquarters}/booth/#tablet`}</code>
        </li>
        <li>
          {text('refused.second')} <code>{`cardwright edge --headquarters ${headquarters} --code CODE`}</code>
        </li>
        <li>{text('refused.third')}</li>
      </ol>
    </Notice>
  )
}
