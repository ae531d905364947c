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

interface ProblemNoticeProps {
  problem: unknown
  /** What the page keeps although the call failed. */
  saved?: string | undefined
  /** What a refusal has left as it was; of an answer that was lost nobody knows. */
  undone?: string | undefined
  children?: ReactNode
}

/** The notice of a failed call. A sentence from the server says itself what happened and what to do. */
export function ProblemNotice({ problem, saved, undone, children }: ProblemNoticeProps) {
  const text = useUiText()
  const words = problemWords(problem, text)
  const isRefusal = problem instanceof Problem && problem.isRefusal
  return (
    <Notice tone="bad" {...words} saved={isRefusal ? (undone ?? saved) : saved}>
      {children}
    </Notice>
  )
}

function problemWords(
  problem: unknown,
  text: ReturnType<typeof useUiText>,
): { title: string; todo?: string } {
  const code = problem instanceof Problem ? problem.code : 'unexpected-answer'
  if (code === 'unreachable')
    return { title: text('problem.unreachable'), todo: text('problem.unreachable.todo') }
  if (problem instanceof Problem && code !== 'unexpected-answer') return { title: problem.title }
  return { title: text('problem.unexpected'), todo: text('problem.unexpected.todo') }
}
