import type { Person } from '../api/staff.ts'
import { Button } from '../ui/button.tsx'
import { useSignOut } from './session.ts'
import { useText } from './texts.ts'

/** Who is signed in here, and the way out. */
export function PersonMenu({
  person,
  onLeave,
}: {
  person: Person
  /** What else must go from this device when the person does. */
  onLeave?: () => void
}) {
  const text = useText()
  const command = useSignOut()
  const role = person.roles[0]
  const leave = () => {
    onLeave?.()
    command.mutate()
  }
  return (
    <div className="person-menu">
      <p>
        <strong>{person.displayName}</strong>
        {role ? <span className="soft"> {text(`role.${role}`)}</span> : null}
      </p>
      <Button kind="quiet" icon="lock" onPress={leave} isPending={command.isPending}>
        {text('sign-out')}
      </Button>
    </div>
  )
}
