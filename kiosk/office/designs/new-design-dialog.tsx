import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { call } from '../../api/call.ts'
import {
  addDesign,
  pictureAddress,
  templateAddress,
  type LibraryEntry,
  type NewDesign,
  type Template,
} from '../../api/designs.ts'
import { useChange } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { SidePicture } from './side-picture.tsx'
import { useText } from './texts.ts'

interface Beginnings {
  designs: readonly LibraryEntry[]
  templates: readonly Template[]
}

export function NewDesignDialog(beginnings: Beginnings) {
  const text = useText()
  return (
    <DialogButton label={text('new')} title={text('new.title')} icon="plus" kind="primary">
      {(close) => <NewDesignForm {...beginnings} onDone={close} />}
    </DialogButton>
  )
}

interface Beginning {
  key: string
  from: NewDesign['from']
  label: string
  picture: string
}

function useBeginnings({ designs, templates }: Beginnings): Beginning[] {
  const text = useText()
  const nameOf = useName()
  return [
    ...templates.map((template): Beginning => ({
      key: `template/${template.code}`,
      from: { kind: 'template', template: template.code },
      label: text('new.template', { name: nameOf(template) }),
      picture: templateAddress(template.code, 'front'),
    })),
    ...designs
      .filter(({ newest }) => newest.made.by !== null)
      .map((design): Beginning => {
        const { number, revision } = design.newest
        return {
          key: `copy/${design.code}`,
          from: { kind: 'copy', code: design.code, number },
          label: text('new.copy', { name: nameOf(design) }),
          picture: pictureAddress({ code: design.code, number, side: 'front', revision }),
        }
      }),
  ]
}

const CODE = /^[a-z0-9-]{1,40}$/
const empty = { code: '', nameZh: '', nameEn: '' }

function NewDesignForm({ onDone, ...given }: Beginnings & { onDone: () => void }) {
  const text = useText()
  const go = useNavigate()
  const beginnings = useBeginnings(given)
  const [asked, setAsked] = useState(empty)
  const [key, setKey] = useState(beginnings[0]?.key)
  const set = (part: Partial<typeof empty>) => setAsked({ ...asked, ...part })
  const beginning = beginnings.find((one) => one.key === key)
  const command = useChange((body: NewDesign, commandId) => call(addDesign, { body, commandId }))
  const isCodeRight = CODE.test(asked.code)
  const { nameZh, nameEn } = asked
  return (
    <OfficeForm
      submit={text('new.submit')}
      command={command}
      isComplete={isCodeRight && isWritten(nameZh) && isWritten(nameEn) && beginning !== undefined}
      onCancel={onDone}
      onSubmit={() => {
        if (!beginning) return
        command.mutate(
          { ...asked, from: beginning.from },
          {
            onSuccess: ({ code }) => {
              onDone()
              void go({ to: '/designs/$code', params: { code } })
            },
          },
        )
      }}
    >
      <RadioGroup className="field" value={key ?? null} onChange={setKey}>
        <Label>{text('new.from')}</Label>
        <div className="beginnings">
          {beginnings.map(({ key: value, label, picture }) => (
            <Radio key={value} value={value} className="choice beginning">
              <SidePicture address={picture} name={label} side="front" />
              <span>{label}</span>
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <RequiredText
        label={text('new.nameZh')}
        value={nameZh}
        onChange={(name) => set({ nameZh: name })}
        maxLength={40}
      />
      <RequiredText
        label={text('new.nameEn')}
        value={nameEn}
        onChange={(name) => set({ nameEn: name })}
        maxLength={40}
      />
      <RequiredText
        label={text('new.code')}
        help={text('new.code.help')}
        value={asked.code}
        onChange={(code) => set({ code })}
        maxLength={40}
        wrongWhenSent={isCodeRight ? undefined : text('new.code.wrong')}
      />
    </OfficeForm>
  )
}
