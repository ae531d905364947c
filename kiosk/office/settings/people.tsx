import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { addPerson, type Person } from '../../api/staff.ts'
import { Checkbox } from '../../ui/choice.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { everybody, type Role } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

export function People({ people }: { people: readonly Person[] }) {
  const text = useText()
  const mayAdd = useMay(['administrator'])
  return (
    <Section
      title={text('people.title')}
      actions={
        mayAdd ? (
          <DialogButton label={text('people.add')} title={text('people.add')} icon="plus">
            {(close) => <PersonForm onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      {people.length === 1 ? <p className="soft">{text('people.none')}</p> : null}
      <Table
        caption={text('people.title')}
        rows={people}
        keyOf={({ id }) => id}
        columns={[
          { title: text('people.name'), cell: ({ displayName }) => displayName },
          { title: text('people.sign-in-name'), cell: ({ signInName }) => <code>{signInName}</code> },
          {
            title: text('people.roles'),
            cell: ({ roles }) => roles.map((role) => text(`role.${role}`)).join(' · '),
          },
        ]}
      />
    </Section>
  )
}

const shortest = 12
const signInShape = /^[a-z0-9][a-z0-9._-]{1,39}$/

function PersonForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const [person, setPerson] = useState({ displayName: '', signInName: '', password: '' })
  const [roles, setRoles] = useState<readonly Role[]>(['promoter'])
  const command = useChange((body: typeof person & { roles: Role[] }, commandId) =>
    call(addPerson, { body, commandId }),
  )
  const set = (part: Partial<typeof person>) => setPerson({ ...person, ...part })
  const signInName = person.signInName.trim().toLowerCase()
  const isShaped = signInShape.test(signInName)
  const missing = shortest - person.password.length
  return (
    <OfficeForm
      submit={text('person.submit')}
      command={command}
      isComplete={isWritten(person.displayName) && isShaped && missing <= 0 && roles.length > 0}
      onCancel={onDone}
      onSubmit={() =>
        command.mutate(
          { ...person, displayName: person.displayName.trim(), signInName, roles: [...roles] },
          { onSuccess: onDone },
        )
      }
    >
      <RequiredText
        label={text('person.display-name')}
        value={person.displayName}
        onChange={(displayName) => set({ displayName })}
        maxLength={60}
      />
      <RequiredText
        label={text('person.sign-in-name')}
        help={text('person.sign-in-name.help')}
        error={signInName.length > 1 && !isShaped ? text('person.sign-in-name.wrong') : undefined}
        value={person.signInName}
        onChange={(value) => set({ signInName: value })}
        maxLength={40}
      />
      <RequiredText
        label={text('person.password')}
        help={text('person.password.help')}
        error={
          person.password !== '' && missing > 0
            ? text('person.password.short', { count: missing })
            : undefined
        }
        value={person.password}
        onChange={(password) => set({ password })}
        type="password"
        autoComplete="new-password"
      />
      <FormPart title={text('person.roles')}>
        <div className="choices">
          {everybody.map((role) => (
            <Checkbox
              key={role}
              isSelected={roles.includes(role)}
              onChange={(isIn) => setRoles(isIn ? [...roles, role] : roles.filter((other) => other !== role))}
            >
              {text(`role.${role}`)}
            </Checkbox>
          ))}
        </div>
      </FormPart>
    </OfficeForm>
  )
}
