/** @returns a number such as `-0.35` times `factor`, whole; undefined when it is none or beyond `least` (−`most` when absent) and `most` */
export function decimal(
  typed: string,
  { factor, most, least = -most }: { factor: number; most: number; least?: number },
): number | undefined {
  const written = typed.trim().replace('−', '-').replace(',', '.')
  if (!/^[+-]?\d{1,4}(\.\d{1,4})?$/.test(written)) return undefined
  const number = Number(written)
  return number >= least && number <= most ? Math.round(number * factor) : undefined
}
