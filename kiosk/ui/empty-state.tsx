import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import './empty-state.css'

/** A list without entries says what belongs there and what to do first. */
export const EmptyState = ({
  icon,
  title,
  todo,
  children,
}: {
  icon: IconName
  title: string
  todo: string
  children?: ReactNode
}) => (
  <div className="empty">
    <Icon name={icon} />
    <h2 className="empty-title">{title}</h2>
    <p className="soft">{todo}</p>
    {children}
  </div>
)
