/** What a program reads from its surroundings instead of its arguments, and the one file a folder may do it in. */
interface AmbientRule {
  name: string
  pattern: RegExp
  instead: string
}

const ambientRules: AmbientRule[] = [
  {
    name: 'the environment',
    pattern: /\bprocess\.env\b/,
    instead: 'take it as an argument that comes from the configuration',
  },
  {
    name: 'the clock',
    pattern: /\bDate\.now\b|\bnew Date\(\)/,
    instead: 'take `now`, or a Clock, as an argument',
  },
]

export interface SourceFile {
  /** Relative to the repository, with slashes. */
  path: string
  text: string
}

/** One line for each rule and top-level folder in which more than one file reads from its surroundings. */
export function findScattered(files: SourceFile[]): string[] {
  return ambientRules.flatMap(({ name, pattern, instead }) => {
    const readers = files.filter(({ text }) => pattern.test(withoutComments(text))).map(({ path }) => path)
    const folders = [...new Set(readers.map(topLevel))]
    return folders
      .map((folder) => readers.filter((path) => topLevel(path) === folder))
      .filter((paths) => paths.length > 1)
      .map((paths) => `${paths.join(' and ')} read ${name}: only one file may; ${instead}.`)
  })
}

const topLevel = (path: string) => path.split('/')[0]

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
