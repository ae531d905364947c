import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { FormPart } from '../form-part.tsx'
import type { PlanPart } from './plan-part.ts'
import { useText } from './texts.ts'
import { usePeopleNames } from './use-people-names.ts'

export const roles = ['promoter', 'lead'] as const

/** Who may work at the booths, and as what. */
export function TeamRolesPart({ drive, plan: { team }, change }: PlanPart) {
  const text = useText()
  const names = usePeopleNames(drive)
  const others = [...names].filter(([id]) => !team.some(({ staffId }) => staffId === id))
  return (
    <FormPart title={text('new.team')} help={text('new.team.help')}>
      {team.map(({ staffId, role }) => (
        <div className="form-row" key={staffId}>
          <Select
            label={text('team.role', { name: names.get(staffId) ?? '' })}
            value={role}
            onChange={(chosen) =>
              change({
                team: team.map((person) => (person.staffId === staffId ? { staffId, role: chosen } : person)),
              })
            }
            options={roles.map((one) => ({ value: one, label: text(`shifts.role.${one}`) }))}
          />
          <Button
            kind="quiet"
            icon="close"
            onPress={() => change({ team: team.filter((person) => person.staffId !== staffId) })}
          >
            {text('new.remove-booth', { name: names.get(staffId) ?? '' })}
          </Button>
        </div>
      ))}
      {others.length > 0 ? (
        <div className="narrow-field">
          <Select
            key={team.length}
            label={text('team.add')}
            value={undefined}
            onChange={(staffId) => change({ team: [...team, { staffId, role: 'promoter' }] })}
            options={others.map(([value, label]) => ({ value, label }))}
          />
        </div>
      ) : null}
    </FormPart>
  )
}
