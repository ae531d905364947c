import { SaxesParser } from 'saxes'
import { UnreadableFile } from './unreadable.ts'

/** A parser holds a text, a comment or a tag until it ends, and every tag that is open. */
const LONGEST_PIECE = 4_000_000
const MOST_DEPTH = 100

interface Handlers {
  opened: (name: string, attributes: Record<string, string>) => void
  closed?: (name: string) => void
  text?: (part: string) => void
}

export interface XmlReader {
  write(part: string): void
  close(): void
}

/** A name without its prefix. */
export const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * Reads XML as it comes, names without their prefixes; reads no outside entity and unfolds none that a document defines.
 * Throws `UnreadableFile` for what is no XML, and for what would have to be held in memory.
 */
export function xmlReader({ opened, closed, text }: Handlers): XmlReader {
  const parser = new SaxesParser()
  let [depth, sinceTag] = [0, 0]
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    sinceTag = 0
    if (depth > MOST_DEPTH) throw new UnreadableFile('file-bomb')
    opened(local(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    depth -= 1
    sinceTag = 0
    closed?.(local(name))
  })
  if (text) parser.on('text', text)
  return {
    write(part) {
      sinceTag += part.length
      if (sinceTag > LONGEST_PIECE) throw new UnreadableFile('file-bomb')
      written(() => parser.write(part))
    },
    close: () => written(() => parser.close()),
  }
}

function written(parse: () => unknown): void {
  try {
    parse()
  } catch (cause) {
    throw cause instanceof UnreadableFile ? cause : new UnreadableFile('file-broken', { cause })
  }
}
