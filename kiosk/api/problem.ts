type Details = Readonly<Record<string, string | number>>

/** What the server or the network refused: a stable code and a sentence in the reader's language. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly title: string
  /** What the sentence leaves to the page: how many points are short, which field is wrong. */
  readonly details: Details

  constructor(problem: { code: string; status: number; title: string; details?: Details }) {
    super(`${problem.code} ${problem.title}`)
    this.name = 'Problem'
    this.code = problem.code
    this.status = problem.status
    this.title = problem.title
    this.details = problem.details ?? {}
  }

  /** The server has judged this and done nothing; of any other failure it is not known what was done. */
  get isRefusal(): boolean {
    return this.status >= 400 && this.status < 500 && this.code !== 'unexpected-answer'
  }
}

/** The server was not reached: nothing is known about what it did; the same command id may be sent again. */
export const unreachable = () => new Problem({ code: 'unreachable', status: 0, title: 'unreachable' })

/** Reads an answer of problem+json (RFC 9457); any other body becomes a problem with the code `unexpected-answer`. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  const field = (name: string): unknown =>
    body && typeof body === 'object' ? Reflect.get(body, name) : undefined
  const [code, title, details] = [field('code'), field('title'), field('details')]
  if (typeof code !== 'string' || typeof title !== 'string') {
    return new Problem({ code: 'unexpected-answer', status: response.status, title: 'unexpected-answer' })
  }
  return new Problem({ code, title, status: response.status, details: (details ?? {}) as Details })
}
