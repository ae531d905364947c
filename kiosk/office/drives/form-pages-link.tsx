import type { ReactNode } from 'react'
import { useLanguage } from '../../i18n/language.ts'
import { Icon } from '../../ui/icon.tsx'

interface FormPagesLinkProps {
  driveId: string
  formIds: readonly string[]
  children: ReactNode
}

/** Opens the pages of numbered forms, to be printed; opening them again numbers no more. */
export const FormPagesLink = ({ driveId, formIds, children }: FormPagesLinkProps) => (
  <a
    className="button quiet"
    href={`/api/v1/drives/${driveId}/application-form.pdf?language=${useLanguage()}&forms=${formIds.join(',')}`}
    target="_blank"
    rel="noreferrer"
  >
    <Icon name="download" />
    <span>{children}</span>
  </a>
)
