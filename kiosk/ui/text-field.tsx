import { useState, type HTMLInputAutoCompleteAttribute, type HTMLAttributes } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Input, Label, TextField as AriaTextField, Text, FieldError } from 'react-aria-components/TextField'
import { TextArea } from 'react-aria-components/TextArea'
import { useUiText } from './texts.ts'
import './field.css'

interface TextFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  /** One sentence that helps to fill the field in; it stays while typing. */
  help?: string
  /** What is wrong and what to write instead. */
  error?: string | undefined
  type?: 'text' | 'tel' | 'email' | 'password' | 'date' | 'time'
  inputMode?: HTMLAttributes<HTMLInputElement>['inputMode']
  autoComplete?: HTMLInputAutoCompleteAttribute
  isRequired?: boolean
  maxLength?: number
  /** More than one line may be written; this many are in sight. */
  lines?: number
}

export function TextField({
  label,
  help,
  error,
  type = 'text',
  inputMode,
  autoComplete = 'off',
  lines,
  ...field
}: TextFieldProps) {
  const [shown, setShown] = useState(false)
  return (
    <AriaTextField
      className="field"
      type={shown ? 'text' : type}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      autoComplete={autoComplete}
      {...field}
    >
      <Label>{label}</Label>
      <span className="field-box">
        {lines ? <TextArea rows={lines} /> : <Input inputMode={inputMode} />}
        {type === 'password' ? <ShowPassword shown={shown} onPress={() => setShown(!shown)} /> : null}
      </span>
      {help ? <Text slot="description">{help}</Text> : null}
      <FieldError>{error}</FieldError>
    </AriaTextField>
  )
}

function ShowPassword({ shown, onPress }: { shown: boolean; onPress: () => void }) {
  const text = useUiText()
  return (
    <AriaButton className="field-inner" onPress={onPress}>
      {text(shown ? 'password.hide' : 'password.show')}
    </AriaButton>
  )
}
