import { useState } from 'react'
import { call } from '../../../../api/call.ts'
import { findMember } from '../../../../api/members.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../../ui/dialog.tsx'
import { Notice, ProblemNotice } from '../../../../ui/notice.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { searchFor } from '../../../members/search-for.ts'
import type { DataChoice } from '../painting/card-data.ts'
import { useText } from '../texts.ts'

interface RealCardProps {
  data: DataChoice
  onChange: (data: DataChoice) => void
}

/** Shows the design with a member's card: masked as everywhere in the office, in this page alone. */
export function RealCard({ data, onChange }: RealCardProps) {
  const text = useText()
  const [isOpen, setOpen] = useState(false)
  if (Object.keys(data.fields).length > 0)
    return (
      <>
        <p className="soft figures">{text('real.shown', { number: data.fields['cardNumber'] ?? '' })}</p>
        <Button kind="quiet" icon="back" onPress={() => onChange({ ...data, fields: {} })}>
          {text('real.end')}
        </Button>
      </>
    )
  return (
    <>
      <Button kind="quiet" icon="card" onPress={() => setOpen(true)}>
        {text('real.open')}
      </Button>
      <Dialog title={text('real.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <AskCard
          onFound={(fields) => {
            setOpen(false)
            onChange({ ...data, example: 'sample', fields })
          }}
        />
      </Dialog>
    </>
  )
}

function AskCard({ onFound }: { onFound: (fields: DataChoice['fields']) => void }) {
  const text = useText()
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<'nobody' | { problem: unknown }>()
  const search = searchFor(typed)
  const ask = async (body: { cardNumber: string }) => {
    const [member] = (await call(findMember, { body })).members
    if (!member) return setFound('nobody')
    const { name } = member.identity
    onFound({ ...body, memberName: name, memberSince: member.joinedAt.slice(0, 10) })
  }
  return (
    <>
      <TextField
        label={text('real.number')}
        help={text('real.help')}
        value={typed}
        inputMode="numeric"
        maxLength={19}
        onChange={setTyped}
      />
      {found === 'nobody' ? (
        <Notice tone="caution" title={text('real.nobody')} todo={text('real.nobody.todo')} />
      ) : found ? (
        <ProblemNotice problem={found.problem} />
      ) : null}
      <DialogActions>
        <Button
          kind="primary"
          isDisabled={!search || !('cardNumber' in search)}
          onPress={() => {
            if (search && 'cardNumber' in search)
              ask(search).catch((problem: unknown) => setFound({ problem }))
          }}
        >
          {text('real.show')}
        </Button>
      </DialogActions>
    </>
  )
}
