import type { ReactNode } from 'react'
import { Problem } from '../api/problem.ts'
import { Icon, type IconName } from './icon.tsx'
import { useUiText } from './texts.ts'
import './notice.css'

export type Tone = 'plain' | 'good' | 'caution' | 'bad'

const icons: Record<Tone, IconName> = { plain: 'info', good: 'check', caution: 'alert', bad: 'alert' }

interface NoticeProps {
  tone: Tone
  /** What happened. */
  title: string
  /** What is saved. */
  saved?: string | undefined
  /** What to do next. */
  todo?: ReactNode
  children?: ReactNode
}

/** What happened, what is saved and what to do; told to a screen reader at once when it is bad. */
export const Notice = ({ tone, title, saved, todo, children }: NoticeProps) => (
  <section className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    <Icon name={icons[tone]} />
    <div>
      <p className="notice-title">{title}</p>
      {saved ? <p>{saved}</p> : null}
      {todo ? <p>{todo}</p> : null}
      {children}
    </div>
  </section>
)

/** The notice of a failed call. `saved` says what the page knows to be kept; nothing was changed unless it says so. */
export function ProblemNotice({
  problem,
  saved,
  children,
}: {
  problem: unknown
  saved?: string
  children?: ReactNode
}) {
  const text = useUiText()
  if (problem instanceof Problem && problem.code === 'unreachable')
    return (
      <Notice
        tone="bad"
        title={text('problem.unreachable')}
        saved={saved}
        todo={text('problem.unreachable.todo')}
      >
        {children}
      </Notice>
    )
  if (problem instanceof Problem && problem.code !== 'unexpected-answer')
    return (
      <Notice
        tone="bad"
        title={problem.title}
        saved={saved ?? text('problem.saved.nothing')}
        todo={problem.detail}
      >
        {children}
      </Notice>
    )
  return (
    <Notice
      tone="bad"
      title={text('problem.unexpected')}
      saved={saved}
      todo={text('problem.unexpected.todo')}
    >
      {children}
    </Notice>
  )
}
