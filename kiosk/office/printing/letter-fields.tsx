import { Button } from '../../ui/button.tsx'
import { RequiredText } from '../fields.tsx'
import { isAddress, isCardNumber, LINE_LENGTH, MOST_LINES, type LetterDraft } from './letter-draft.ts'
import { useText } from './texts.ts'

/** To whom a letter goes, and the card that is glued to it. */
export function LetterFields({
  draft,
  number,
  onChange,
  onRemove,
}: {
  draft: LetterDraft
  number: number
  onChange: (next: Partial<LetterDraft>) => void
  onRemove: (() => void) | undefined
}) {
  const text = useText()
  const addressHelp = text('letters.address.help', { lines: MOST_LINES, signs: LINE_LENGTH })
  return (
    <fieldset className="letter">
      <legend>{text('letters.letter', { number })}</legend>
      <div className="form-row">
        <RequiredText
          label={text('letters.card')}
          value={draft.cardNumber}
          onChange={(cardNumber) => onChange({ cardNumber })}
          wrongWhenSent={isCardNumber(draft.cardNumber) ? undefined : text('letters.card.wrong')}
          inputMode="numeric"
          maxLength={24}
        />
        <RequiredText
          label={text('letters.name')}
          value={draft.name}
          onChange={(name) => onChange({ name })}
          maxLength={LINE_LENGTH}
        />
      </div>
      <RequiredText
        label={text('letters.address')}
        help={addressHelp}
        value={draft.address}
        onChange={(address) => onChange({ address })}
        wrongWhenSent={isAddress(draft.address) ? undefined : addressHelp}
        maxLength={MOST_LINES * (LINE_LENGTH + 1)}
        lines={3}
      />
      {onRemove ? (
        <p>
          <Button kind="quiet" icon="close" onPress={onRemove}>
            {text('letters.remove', { number })}
          </Button>
        </p>
      ) : null}
    </fieldset>
  )
}
