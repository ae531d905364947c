import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { findMember, type MemberSearch } from '../../api/members.ts'
import { useCommand } from '../../api/queries.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Icon } from '../../ui/icon.tsx'
import { RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { WaitingLevels } from '../levels/waiting.tsx'
import { Page } from '../page.tsx'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { WaitingCorrections } from './corrections.tsx'
import { searchFor } from './search-for.ts'
import { useText } from './texts.ts'

export function MembersPage() {
  const text = useText()
  const mayCorrect = useMay(managers)
  const [typed, setTyped] = useState('')
  const search = searchFor(typed)
  const command = useCommand((body: MemberSearch, commandId) => call(findMember, { body, commandId }))
  const found = command.data?.members[0]
  return (
    <Page title={text('title')} lead={useLead(command.data)} help={text('help')}>
      <OfficeForm
        submit={text('search.submit')}
        command={command}
        isComplete={search !== undefined}
        onSubmit={() => (search ? command.mutate(search) : undefined)}
      >
        <div className="narrow-field">
          <RequiredText
            label={text('search.label')}
            help={text('search.help')}
            value={typed}
            onChange={(next) => {
              setTyped(next)
              command.reset()
            }}
            error={/^[\d\s+-]*$/.test(typed) ? undefined : text('search.wrong')}
            wrongWhenSent={search ? undefined : text('search.wrong')}
            inputMode="numeric"
            maxLength={24}
          />
        </div>
      </OfficeForm>
      {command.data?.members.length === 0 ? (
        <EmptyState icon="people" title={text('none.title')} todo={text('none.todo')} />
      ) : null}
      {found ? (
        <p>
          <Link to="/members/$memberId" params={{ memberId: found.id }} className="button plain">
            <span>{text('open', { name: found.identity.name })}</span>
            <Icon name="arrow" />
          </Link>
        </p>
      ) : null}
      {mayCorrect ? (
        <>
          <WaitingCorrections />
          <WaitingLevels />
        </>
      ) : null}
    </Page>
  )
}

function useLead(answer: { members: readonly { identity: { name: string; phone: string } }[] } | undefined) {
  const text = useText()
  if (!answer) return text('lead')
  const found = answer.members[0]
  return found ? text('lead.found', found.identity) : text('lead.none')
}
