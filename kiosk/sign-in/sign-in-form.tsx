import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useTitle } from '../ui/use-title.ts'
import { useSignIn } from './session.ts'
import { useText } from './texts.ts'

export function SignInForm({ invitation }: { invitation?: string | undefined }) {
  const text = useText()
  const [signInName, setSignInName] = useState('')
  const [password, setPassword] = useState('')
  const command = useSignIn()
  useTitle(text('title'))
  return (
    <Form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault()
        command.mutate({ signInName: signInName.trim().toLowerCase(), password })
      }}
    >
      <h1>{text('title')}</h1>
      <p className="lead soft">{invitation ?? text('lead')}</p>
      <TextField
        label={text('name')}
        value={signInName}
        onChange={setSignInName}
        autoComplete="username"
        isRequired
      />
      <TextField
        label={text('password')}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
        isRequired
      />
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
      <Button kind="primary" type="submit" isPending={command.isPending}>
        {text('submit')}
      </Button>
      <div className="sign-in-help">
        <h2>{text('help.title')}</h2>
        <p className="soft">{text('help.words')}</p>
      </div>
    </Form>
  )
}
