/** What the server or the network refused: a stable code and sentences in the reader's language. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string | undefined

  constructor(problem: { code: string; status: number; title: string; detail?: string | undefined }) {
    super(`${problem.code} ${problem.title}`)
    this.name = 'Problem'
    this.code = problem.code
    this.status = problem.status
    this.title = problem.title
    this.detail = problem.detail
  }
}

/** The server was not reached: nothing is known about what it did; the same command id may be sent again. */
export const unreachable = () => new Problem({ code: 'unreachable', status: 0, title: 'unreachable' })

/** Reads an answer of problem+json (RFC 9457); any other body becomes a problem with the code `unexpected-answer`. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  const text = (field: string) => {
    const value: unknown = body && typeof body === 'object' ? Reflect.get(body, field) : undefined
    return typeof value === 'string' ? value : undefined
  }
  return new Problem({
    code: text('code') ?? 'unexpected-answer',
    status: response.status,
    title: text('title') ?? 'unexpected-answer',
    detail: text('detail'),
  })
}
