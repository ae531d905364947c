import type { ReactNode } from 'react'

export const Facts = ({ children }: { children: ReactNode }) => <dl className="bench-facts">{children}</dl>

/** One thing that a card tells, and its name. */
export const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)
