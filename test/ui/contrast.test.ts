import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('../../kiosk/ui/tokens.css', import.meta.url), 'utf8')

type Colours = Record<string, string>

/** The colours of one block of tokens.css; the other themes stand on the light one. */
function coloursOf(selector: string): Colours {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{3,6});/g)].map(([, name, hex]) => [name, hex]),
  )
}

const light = coloursOf(':root')
const themes = {
  light,
  dark: { ...light, ...coloursOf("[data-theme='dark']") },
  contrast: { ...light, ...coloursOf("[data-theme='contrast']") },
}

function luminance(hex: string) {
  const digits =
    hex.length === 4 ? Array.from(hex.slice(1), (digit) => digit + digit) : (hex.slice(1).match(/../g) ?? [])
  const [red = 0, green = 0, blue = 0] = digits
    .map((pair) => Number.parseInt(pair, 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG 2.2, relative contrast of two colours. */
function contrast(one: string, other: string) {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (bright + 0.05) / (dark + 0.05)
}

const grounds = ['paper', 'raised', 'sunken']
const inks = ['ink', 'ink-soft', 'accent-text', 'jade', 'amber', 'vermilion']
const textPairs: [string, string][] = [
  ...inks.flatMap((ink) => grounds.map((ground): [string, string] => [ink, ground])),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-deep'],
  ['on-metal', 'metal-tint'],
  ...['jade', 'amber', 'vermilion'].flatMap((tone): [string, string][] => [
    [tone, `${tone}-tint`],
    ['ink', `${tone}-tint`],
  ]),
  ['paper', 'ink'],
]
/** Edges of controls and marks that carry meaning need 3 : 1. */
const edgePairs: [string, string][] = grounds.flatMap((ground): [string, string][] => [
  ['line-strong', ground],
  ['accent', ground],
])

const colour = (colours: Colours, name: string) => {
  const hex = colours[name]
  if (!hex) throw new Error(`tokens.css has no --${name}`)
  return hex
}

describe.each(Object.entries(themes))('in the theme %s', (theme, colours) => {
  const least = theme === 'contrast' ? 7 : 4.5

  test.each(textPairs)('%s is readable on %s', (ink, ground) => {
    expect(contrast(colour(colours, ink), colour(colours, ground))).toBeGreaterThanOrEqual(least)
  })

  test.each(edgePairs)('the edge %s is seen on %s', (edge, ground) => {
    expect(contrast(colour(colours, edge), colour(colours, ground))).toBeGreaterThanOrEqual(3)
  })
})
