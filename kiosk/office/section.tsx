import type { ReactNode } from 'react'

/** A part of a page: its name, what one can do there, its table or chart. Its tables are the landmarks. */
export const Section = ({
  title,
  actions,
  children,
}: {
  title: string
  actions?: ReactNode
  children: ReactNode
}) => (
  <div className="office-section">
    <div className="section-head">
      <h2>{title}</h2>
      {actions ? <div className="actions">{actions}</div> : null}
    </div>
    {children}
  </div>
)
