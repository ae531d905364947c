/** @returns a number such as `-0.35` times `factor`, whole; undefined when it is none or beyond ±`most` */
export function signedDecimal(
  typed: string,
  { factor, most }: { factor: number; most: number },
): number | undefined {
  const written = typed.trim().replace('−', '-').replace(',', '.')
  if (!/^[+-]?\d{1,2}(\.\d{1,4})?$/.test(written)) return undefined
  const number = Number(written)
  return Math.abs(number) <= most ? Math.round(number * factor) : undefined
}
