import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Icon, type IconName } from './icon.tsx'
import './button.css'

type Kind = 'primary' | 'plain' | 'quiet'

interface ButtonProps {
  children: ReactNode
  kind?: Kind
  icon?: IconName
  type?: 'button' | 'submit'
  isDisabled?: boolean
  /** The work has begun: the button keeps its place and word, and cannot be pressed twice. */
  isPending?: boolean
  slot?: 'close'
  onPress?: () => void
}

/** A verb. One `primary` a page: the thing that the person most likely came to do. */
export function Button({ children, kind = 'plain', icon, ...rest }: ButtonProps) {
  return (
    <AriaButton className={`button ${kind}`} {...rest}>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
    </AriaButton>
  )
}

/** A way to another page that looks like the button it is used as. */
export function ButtonLink({
  href,
  children,
  kind = 'plain',
  icon,
  opensTab = false,
}: {
  href: string
  children: ReactNode
  kind?: Kind
  icon?: IconName
  /** For a paper to read or print: the page behind stays as it is. */
  opensTab?: boolean
}) {
  const tab = opensTab ? { target: '_blank', rel: 'noreferrer' } : {}
  return (
    <a className={`button ${kind}`} href={href} {...tab}>
      <span>{children}</span>
      {icon ? <Icon name={icon} /> : null}
    </a>
  )
}
