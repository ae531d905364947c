import type { ReactNode } from 'react'
import './stat.css'

/** One figure with its name: the name is read first, the figure is seen first. */
export const Stat = ({ label, children, note }: { label: string; children: ReactNode; note?: string }) => (
  <div className="stat">
    <dt>{label}</dt>
    <dd className="figures">{children}</dd>
    {note ? <dd className="stat-note">{note}</dd> : null}
  </div>
)

export const Stats = ({ children }: { children: ReactNode }) => <dl className="stats">{children}</dl>
