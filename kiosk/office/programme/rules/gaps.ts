/**
 * Whether something of a form is still to be written: a text that is empty or a number that is none (NaN), anywhere in
 * what it makes.
 */
export function hasGap(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  if (typeof value === 'number') return Number.isNaN(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(hasGap)
}

/** What was typed as a whole number of units of which `scale` make one as people write it; NaN when it is none. */
export function unitsOf(
  typed: string,
  { scale, min, max }: { scale: number; min: number; max: number },
): number {
  const decimals = String(scale).length - 1
  const isNumber = new RegExp(`^\\d{1,9}${decimals === 0 ? '' : `(\\.\\d{1,${decimals}})?`}$`).test(
    typed.trim(),
  )
  if (!isNumber) return NaN
  const units = Math.round(Number(typed) * scale)
  return units >= min && units <= max ? units : NaN
}
