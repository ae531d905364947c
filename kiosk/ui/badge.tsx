import { Icon, type IconName } from './icon.tsx'
import type { Tone } from './notice.tsx'
import './notice.css'

/** A state in a word and an icon, never by colour alone. */
export const Badge = ({ tone, icon, children }: { tone: Tone; icon: IconName; children: string }) => (
  <span className={`badge ${tone}`}>
    <Icon name={icon} />
    {children}
  </span>
)
