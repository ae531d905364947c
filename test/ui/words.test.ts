import { readdirSync, readFileSync } from 'node:fs'
import { parseSync } from 'vite'
import { describe, expect, test } from 'vitest'

const kiosk = new URL('../../kiosk/', import.meta.url)
const spokenAttributes = new Set([
  'label',
  'aria-label',
  'title',
  'alt',
  'placeholder',
  'help',
  'todo',
  'saved',
  'error',
  'place',
])
const letters = /\p{L}/u
const han = /\p{Script=Han}/u

/** Words that a component says by itself instead of asking its page's texts for them. */
function ownWords(name: string, source: string): string[] {
  const found: string[] = []
  const look = (node: unknown, said: boolean) => {
    if (Array.isArray(node)) return node.forEach((part) => look(part, said))
    if (!isNode(node)) return undefined
    if (node.type === 'JSXText' && letters.test(node.value ?? '')) found.push(String(node.value).trim())
    if (
      node.type === 'Literal' &&
      typeof node.value === 'string' &&
      (han.test(node.value) || (said && letters.test(node.value)))
    )
      found.push(node.value)
    if (node.type === 'JSXElement' && isMark(node)) return undefined
    const inside = node.type === 'JSXAttribute' && spokenAttributes.has(node.name?.name ?? '')
    for (const [key, part] of Object.entries(node)) if (key !== 'name') look(part, inside)
    return undefined
  }
  look(parseSync(name, source).program, false)
  return found
}

interface Node {
  type: string
  value?: string
  name?: { name?: string }
  openingElement?: { attributes: { name?: { name?: string }; value?: { value?: string } | null }[] }
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null
/** The product's own name is the same in every language. */
const isMark = (node: Node) =>
  node.openingElement?.attributes.some(
    ({ name, value }) => name?.name === 'translate' && value?.value === 'no',
  ) ?? false

const files = readdirSync(kiosk, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.tsx'),
)

test('enough components are read', () => {
  expect(files.length).toBeGreaterThan(30)
})

describe('a component has no words of its own', () => {
  test.each(files)('%s', (file) => {
    expect(ownWords(file, readFileSync(new URL(file, kiosk), 'utf8'))).toEqual([])
  })
})

test('words in a component are found wherever they stand', () => {
  expect(ownWords('a.tsx', 'const A = () => <p>Hello</p>')).toEqual(['Hello'])
  expect(ownWords('a.tsx', "const A = () => <B label='Close' />")).toEqual(['Close'])
  expect(ownWords('a.tsx', "const A = () => <p>{ok ? '好' : x}</p>")).toEqual(['好'])
  expect(ownWords('a.tsx', 'const A = () => <p translate="no">Cardwright</p>')).toEqual([])
})
