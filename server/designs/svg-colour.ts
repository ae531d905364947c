import colourNames from 'color-name'

/** A colour of CSS as `#RRGGBB` with its own opacity; undefined for what is none, or none that stands for itself. */
export function readColour(text: string): { colour: string; opacity: number } | undefined {
  const value = text.trim().toLowerCase()
  const named = Object.hasOwn(colourNames, value) ? colourNames[value] : undefined
  if (named) return { colour: hex(named), opacity: 1 }
  return fromHex(value) ?? fromFunction(value)
}

function fromHex(value: string) {
  const [, digits] = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(value) ?? []
  if (digits === undefined) return undefined
  const long = digits.length < 6 ? digits.replaceAll(/./g, '$&$&') : digits
  const alpha = long.length === 8 ? parseInt(long.slice(6), 16) / 255 : 1
  return { colour: `#${long.slice(0, 6).toUpperCase()}`, opacity: alpha }
}

function fromFunction(value: string) {
  const [, inside] = /^rgba?\(([^()]*)\)$/.exec(value) ?? []
  const parts = inside?.split(/[\s,/]+/).filter((part) => part !== '') ?? []
  const [red, green, blue] = parts.slice(0, 3).map((part) => channel(part))
  if (red === undefined || green === undefined || blue === undefined) return undefined
  return { colour: hex([red, green, blue]), opacity: parts[3] === undefined ? 1 : (readShare(parts[3]) ?? 1) }
}

const channel = (part: string): number | undefined => {
  const value = part.endsWith('%') ? (readShare(part) ?? NaN) * 255 : Number(part)
  return Number.isFinite(value) ? Math.min(255, Math.max(0, Math.round(value))) : undefined
}

/** `0.5` and `50%` alike, between nothing and all. */
export function readShare(text: string): number | undefined {
  if (text.trim() === '') return undefined
  const value = text.trim().endsWith('%') ? Number(text.trim().slice(0, -1)) / 100 : Number(text)
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : undefined
}

const hex = (channels: readonly number[]): string =>
  `#${channels
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()}`
