import { currentLanguage } from '../../i18n/language.ts'
import { Icon } from '../../ui/icon.tsx'
import { useText } from './texts.ts'

/** Opens the card's label, ready to be printed. */
export function LabelLink({ cardNumber }: { cardNumber: string }) {
  const text = useText()
  return (
    <a
      className="button quiet"
      href={`/api/v1/cards/${cardNumber}/label.pdf?language=${currentLanguage()}`}
      target="_blank"
      rel="noreferrer"
    >
      <Icon name="download" />
      {text('moves.label')}
    </a>
  )
}
