import { useState } from 'react'
import type { PrinterProfile } from '../../api/printing.ts'
import { TextField } from '../../ui/text-field.tsx'
import { decimal } from './decimal.ts'
import { useText } from './texts.ts'

/** What is typed (mm, %, °) in the units that are kept (µm, ppm, thousandths of a degree), and how far it may go. */
const fields = [
  { name: 'offsetXUm', factor: 1_000, most: 5 },
  { name: 'offsetYUm', factor: 1_000, most: 5 },
  { name: 'scalePpm', factor: 10_000, most: 5 },
  { name: 'rotationMdeg', factor: 1_000, most: 5 },
] as const

type Typed = Record<(typeof fields)[number]['name'], string>

export const exactProfile: PrinterProfile = { offsetXUm: 0, offsetYUm: 0, scalePpm: 0, rotationMdeg: 0 }

/** How far a printer misses, as it is measured on a print; undefined while something typed is no number. */
export function ProfileFields({
  profile,
  onChange,
}: {
  profile: PrinterProfile
  onChange: (profile: PrinterProfile | undefined) => void
}) {
  const text = useText()
  const [typed, setTyped] = useState<Typed>(() => {
    const written = fields.map(({ name, factor }) => [name, String(profile[name] / factor)])
    return Object.fromEntries(written) as Typed
  })
  const change = (name: keyof Typed, next: string) => {
    const now = { ...typed, [name]: next }
    setTyped(now)
    const read = fields.map((field) => [field.name, decimal(now[field.name], field)] as const)
    const isWhole = read.every(([, value]) => value !== undefined)
    onChange(isWhole ? (Object.fromEntries(read) as PrinterProfile) : undefined)
  }
  return (
    <fieldset className="profile-fields">
      <legend>{text('profile.title')}</legend>
      <p className="soft">{text('profile.help')}</p>
      <div className="form-row">
        {fields.map((field) => (
          <TextField
            key={field.name}
            label={text(`profile.${field.name}`)}
            value={typed[field.name]}
            maxLength={8}
            onChange={(next) => change(field.name, next)}
            error={
              decimal(typed[field.name], field) === undefined
                ? text('profile.wrong', { most: field.most })
                : undefined
            }
          />
        ))}
      </div>
    </fieldset>
  )
}
