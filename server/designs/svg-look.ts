import { readColour, readShare } from './svg-colour.ts'
import { readLength } from './svg-outline.ts'

/** What an element has of its own or of those around it; opacities are multiplied, as far as they do not overlap. */
export interface Look {
  fill: string
  stroke: string
  strokeWidth: number
  fillOpacity: number
  strokeOpacity: number
  opacity: number
  evenOdd: boolean
  colour: string
  isShown: boolean
}

export const INITIAL: Look = {
  fill: 'black',
  stroke: 'none',
  strokeWidth: 1,
  fillOpacity: 1,
  strokeOpacity: 1,
  opacity: 1,
  evenOdd: false,
  colour: 'black',
  isShown: true,
}

export type Declarations = Readonly<Record<string, string>>

/** `fill:red;stroke:none` as pairs. */
export const readDeclarations = (text: string): Declarations =>
  Object.fromEntries(
    text
      .split(';')
      .map((part) => part.split(':'))
      .filter((pair) => pair.length === 2)
      .map(([name = '', value = '']) => [name.trim().toLowerCase(), value.replace(/!important/i, '').trim()]),
  )

/** The rules of a style sheet that name classes or elements alone, which is all that drawing programs write. */
export function readStyleSheet(css: string): Map<string, Declarations> {
  const rules = new Map<string, Declarations>()
  for (const [, selectors = '', body = ''] of css
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const declarations = readDeclarations(body)
    for (const selector of selectors.split(',').map((text) => text.trim()))
      rules.set(selector, { ...rules.get(selector), ...declarations })
  }
  return rules
}

export function lookOf(around: Look, own: Declarations): Look {
  const inherited = (name: string, from: string): string => {
    const value = own[name]
    return value === undefined || value === 'inherit' ? from : value
  }
  const share = (name: string, from: number): number => readShare(own[name] ?? '') ?? from
  return {
    fill: inherited('fill', around.fill),
    stroke: inherited('stroke', around.stroke),
    strokeWidth: readLength(own['stroke-width']) ?? around.strokeWidth,
    fillOpacity: share('fill-opacity', around.fillOpacity),
    strokeOpacity: share('stroke-opacity', around.strokeOpacity),
    opacity: around.opacity * share('opacity', 1),
    evenOdd: inherited('fill-rule', around.evenOdd ? 'evenodd' : 'nonzero') === 'evenodd',
    colour: inherited('color', around.colour),
    isShown: around.isShown && own['display'] !== 'none' && own['visibility'] !== 'hidden',
  }
}

/** A paint that is one colour; `url(#…)` gives the reference in place of it. */
export function paintOf(
  value: string,
  look: Look,
): { colour: string; opacity: number } | { reference: string } | undefined {
  const text = value.toLowerCase() === 'currentcolor' ? look.colour : value
  const [, reference] = /^url\(\s*["']?#([^"')]+)["']?\s*\)/.exec(text) ?? []
  return reference === undefined ? readColour(text) : { reference }
}
