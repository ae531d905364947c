import { useRef, useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components/Form'
import { call } from '../../api/call.ts'
import { useCommand } from '../../api/queries.tsx'
import { write } from '../../api/route.ts'
import { Button } from '../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { useTitle } from '../../ui/use-title.ts'
import type { NewTablet } from '../../../server/tablets/schema.ts'
import type { PairedTablet } from '../store/contract.ts'
import { isPin } from '../store/pin-key.ts'
import { fetchProvision } from '../store/provisioning.ts'
import { lockWith, makeKeys, type NewKeys } from '../store/vault.ts'
import { useText } from './texts.ts'
import { keepPage } from './use-worker.ts'
import './tablet.css'

const pairTablet = write<NewTablet, PairedTablet>()('POST', '/api/v1/tablets')

const KEEP_WITHIN_MS = 30_000

/** Turns this browser into a booth's tablet, once; with network, by whoever sets it up. */
export function PairTablet({ onPaired }: { onPaired: () => void }) {
  const text = useText()
  const [form, setForm] = useState({ code: '', name: '', pin: '', again: '' })
  const [hasTried, setHasTried] = useState(false)
  const made = useRef<NewKeys>(undefined)
  useTitle(text('pair.title'))
  const pairing = useCommand(async ({ code, name }: { code: string; name: string }, commandId) => {
    // The same keys when an answer was lost: the server then knows the request again.
    made.current ??= await makeKeys()
    const { publicKey, keys } = made.current
    const paired = await call(pairTablet, { body: { code, name, publicKey }, commandId })
    const vault = await lockWith(form.pin, paired, keys)
    await navigator.storage.persist().catch(() => false)
    const taking = fetchProvision(vault).catch(() => undefined) // asked for again when it is unlocked
    // Whoever has paired it may walk out of the network at once: even the PIN is reckoned by a file of the page.
    await Promise.all([taking, keepPage(KEEP_WITHIN_MS)])
  })

  const set = (field: keyof typeof form) => (value: string) => setForm({ ...form, [field]: value })
  const differs = form.pin !== form.again
  const submit = () => {
    setHasTried(true)
    if (!isPin(form.pin) || differs) return
    const content = { code: form.code.trim().toUpperCase(), name: form.name.trim() }
    pairing.mutate(content, { onSuccess: onPaired })
  }
  if (!globalThis.isSecureContext)
    return (
      <Page>
        <Notice tone="bad" title={text('pair.unsafe')} />
      </Page>
    )
  return (
    <Page>
      <p className="lead">{text('pair.lead')}</p>
      <Form
        className="pair-form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextField
          label={text('pair.code')}
          help={text('pair.code.help')}
          value={form.code}
          onChange={set('code')}
          maxLength={9}
          isRequired
        />
        <TextField
          label={text('pair.name')}
          help={text('pair.name.help')}
          value={form.name}
          onChange={set('name')}
          maxLength={60}
          isRequired
        />
        <TextField
          label={text('pair.pin')}
          help={text('pair.pin.help')}
          value={form.pin}
          onChange={set('pin')}
          type="password"
          inputMode="numeric"
          autoComplete="new-password"
          maxLength={12}
          isRequired
          error={hasTried && !isPin(form.pin) ? text('pair.pin.wrong') : undefined}
        />
        <TextField
          label={text('pair.again')}
          value={form.again}
          onChange={set('again')}
          type="password"
          inputMode="numeric"
          autoComplete="new-password"
          maxLength={12}
          isRequired
          error={hasTried && isPin(form.pin) && differs ? text('pair.again.differs') : undefined}
        />
        {pairing.isError ? <ProblemNotice problem={pairing.error} /> : null}
        <Button kind="primary" type="submit" isPending={pairing.isPending}>
          {text('pair.submit')}
        </Button>
      </Form>
    </Page>
  )
}

function Page({ children }: { children: ReactNode }) {
  const text = useText()
  return (
    <div className="booth">
      <TopBar place={text('place')} />
      <main>
        <div className="booth-page">
          <h1>{text('pair.title')}</h1>
          {children}
        </div>
      </main>
    </div>
  )
}
