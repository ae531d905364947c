import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useFirstAdministrator } from './session.ts'
import { useText } from './texts.ts'

const shortest = 12

/** The first page of an empty shop: one form, and the office is open. */
export function FirstAdministrator() {
  const text = useText()
  const [person, setPerson] = useState({ displayName: '', signInName: '', password: '', again: '' })
  const [tried, setTried] = useState(false)
  const command = useFirstAdministrator()
  useTitle(text('first.title'))

  const set = (field: keyof typeof person) => (value: string) => setPerson({ ...person, [field]: value })
  const missing = shortest - person.password.length
  const differs = person.password !== person.again
  const submit = () => {
    setTried(true)
    if (missing > 0 || differs) return
    const { again: _, ...content } = person
    command.mutate({ ...content, signInName: person.signInName.trim().toLowerCase() })
  }

  return (
    <Form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h1>{text('first.title')}</h1>
      <p className="lead soft">{text('first.lead')}</p>
      <TextField
        label={text('first.display-name')}
        help={text('first.display-name.help')}
        value={person.displayName}
        onChange={set('displayName')}
        autoComplete="name"
        maxLength={60}
        isRequired
      />
      <TextField
        label={text('name')}
        help={text('first.name.help')}
        value={person.signInName}
        onChange={set('signInName')}
        autoComplete="username"
        maxLength={40}
        isRequired
      />
      <TextField
        label={text('password')}
        help={text('first.password.help')}
        error={tried && missing > 0 ? text('first.password.short', { count: missing }) : undefined}
        value={person.password}
        onChange={set('password')}
        type="password"
        autoComplete="new-password"
        isRequired
      />
      <TextField
        label={text('first.again')}
        error={tried && missing <= 0 && differs ? text('first.again.differs') : undefined}
        value={person.again}
        onChange={set('again')}
        type="password"
        autoComplete="new-password"
        isRequired
      />
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
      <Button kind="primary" type="submit" isPending={command.isPending}>
        {text('first.submit')}
      </Button>
    </Form>
  )
}
