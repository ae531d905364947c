import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useText } from './texts.ts'

interface PageProps {
  title: string
  /** The one sentence that answers the page's question, with its figures. */
  lead: string | undefined
  /** What the page is for and how to begin, for somebody who sees it for the first time. */
  help: string
  actions?: ReactNode
  children: ReactNode
}

/** Every page of the office: its sentence, its one action, its content, its help. */
export function Page({ title, lead, help, actions, children }: PageProps) {
  const text = useText()
  useTitle(title)
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          <output className="lead">{lead}</output>
        </div>
        {actions}
      </div>
      {children}
      <details className="page-help">
        <summary>
          <Icon name="help" />
          {text('help.title')}
        </summary>
        <p>{help}</p>
      </details>
    </>
  )
}
