import type { ReactNode } from 'react'

/** A part of a long form under its own heading. */
export const FormPart = ({
  title,
  help,
  children,
}: {
  title: string
  help?: string
  children: ReactNode
}) => (
  <fieldset className="form-part">
    <legend>{title}</legend>
    {help ? <p className="soft">{help}</p> : null}
    {children}
  </fieldset>
)
