import type { ReactNode } from 'react'
import type { Line } from '../api/events.ts'
import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { useUiText } from '../ui/texts.ts'
import { useTitle } from '../ui/use-title.ts'
import { useText } from './texts.ts'

interface PageProps {
  title: string
  /** The one sentence that answers the page's question, with its figures; undefined until they are there. */
  lead: string | undefined
  /** What the page is for and how to begin, for somebody who sees it for the first time. */
  help: string
  actions?: ReactNode
  /** The way back to the list that this page is part of. */
  back?: ReactNode
  /** How the line of live events is, where the page has one. */
  line?: Line
  children: ReactNode
}

/** Every page of the office: its sentence, its one action, its content, its help. */
export function Page({ title, lead, help, actions, back, line, children }: PageProps) {
  const text = useText()
  const uiText = useUiText()
  useTitle(title)
  return (
    <>
      <div className="page-head">
        <div>
          {back ? <p className="page-back">{back}</p> : null}
          <h1>{title}</h1>
          <output className="lead">{lead ?? uiText('loading')}</output>
          {line === 'lost' ? (
            <p className="page-line">
              <Badge tone="caution" icon="alert">
                {text('line.lost')}
              </Badge>
            </p>
          ) : null}
        </div>
        {actions ? <div className="actions">{actions}</div> : null}
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
