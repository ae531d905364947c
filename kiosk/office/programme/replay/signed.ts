/** A difference with its sign: `+12`, `−12`, `0`. */
export function signed(value: number, say: (value: number) => string): string {
  if (value === 0) return say(value)
  return value > 0 ? `+${say(value)}` : `−${say(-value)}`
}
