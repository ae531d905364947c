import { Link, useSearch } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { getRegister } from '../../api/complimentary.ts'
import { printLetters, type NewLetters } from '../../api/letters.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useLanguage } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Page } from '../page.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { GuestCards } from './guest-cards.tsx'
import { LetterFields } from './letter-fields.tsx'
import { asLetter, isWhole, newDraft, type LetterDraft } from './letter-draft.ts'
import { useText } from './texts.ts'
import './printing.css'

const MOST = 50
const languages = ['zh-CN', 'en'] as const

/** Letters that carry a card each: for whoever gets one by post. */
export function LettersPage() {
  const text = useText()
  const { card } = useSearch({ strict: false })
  const [drafts, setDrafts] = useState<readonly LetterDraft[]>([newDraft(card ? { cardNumber: card } : {})])
  const isManager = useMay(managers)
  const register = useRead(getRegister, { isWanted: isManager })
  const given = register.data?.entries.filter(({ handedOver }) => handedOver !== null) ?? []
  const change = (id: string, next: Partial<LetterDraft>) =>
    setDrafts(drafts.map((draft) => (draft.id === id ? { ...draft, ...next } : draft)))
  const add = (draft: LetterDraft) => setDrafts([...drafts.filter((one) => !isUntouched(one)), draft])
  return (
    <Page
      title={text('letters.title')}
      lead={text('letters.lead', { count: drafts.filter(isWhole).length })}
      help={text('letters.help')}
      back={<Link to="/printing">{text('letters.back')}</Link>}
    >
      <LetterForm drafts={drafts}>
        {drafts.map((draft, index) => (
          <LetterFields
            key={draft.id}
            draft={draft}
            number={index + 1}
            onChange={(next) => change(draft.id, next)}
            onRemove={
              drafts.length > 1 ? () => setDrafts(drafts.filter(({ id }) => id !== draft.id)) : undefined
            }
          />
        ))}
        {drafts.length < MOST ? (
          <p>
            <Button icon="plus" onPress={() => setDrafts([...drafts, newDraft()])}>
              {text('letters.add')}
            </Button>
          </p>
        ) : null}
      </LetterForm>
      {given.length > 0 && drafts.length < MOST ? (
        <Section title={text('letters.guests')}>
          <GuestCards
            entries={given}
            isTaken={(cardNumber) => drafts.some((draft) => draft.cardNumber === cardNumber)}
            onTake={(cardNumber, name) => add(newDraft({ cardNumber, name }))}
          />
        </Section>
      ) : null}
    </Page>
  )
}

const isUntouched = ({ cardNumber, name, address }: LetterDraft) => cardNumber + name + address === ''

function LetterForm({ drafts, children }: { drafts: readonly LetterDraft[]; children: ReactNode }) {
  const text = useText()
  const [language, setLanguage] = useState<NewLetters['language']>(useLanguage())
  const command = useChange(printLetters)
  return (
    <OfficeForm
      submit={text('letters.submit')}
      command={command}
      isComplete={drafts.every(isWhole)}
      onSubmit={() => command.mutate({ language, letters: drafts.map(asLetter) }, { onSuccess: save })}
    >
      <Choice
        label={text('letters.language')}
        value={language}
        onChange={setLanguage}
        options={languages.map((value) => ({ value, label: text(`letters.language.${value}`) }))}
      />
      {children}
    </OfficeForm>
  )
}

function save(pdf: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(pdf)
  link.download = 'letters.pdf'
  link.click()
  URL.revokeObjectURL(link.href)
}
