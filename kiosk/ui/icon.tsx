import './icon.css'
import { iconPaths, type IconName } from './icon-paths.ts'

export type { IconName }

export const Icon = ({ name }: { name: IconName }) => (
  <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={iconPaths[name]} />
  </svg>
)
