/** A sentence in each language the product speaks. */
export interface Sentence {
  zh: string
  en: string
}

/** What a refusal code means to a client: its HTTP status and what to tell a person. */
interface RefusalMeaning extends Sentence {
  status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 423 | 429 | 503
}

export type RefusalTable = Readonly<Record<string, RefusalMeaning>>

/** An expected "no": nothing was changed, unless `keepsEffects` says that what was written must stay (a failed attempt's count). */
export interface Refusal<Code extends string = string> {
  ok: false
  reason: Code
  details?: Record<string, string | number>
  keepsEffects?: true
}

export type Result<T, Code extends string = string> = { ok: true; value: T } | Refusal<Code>

export const accept = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })

export const refuse = <Code extends string>(
  reason: Code,
  details?: Record<string, string | number>,
): Refusal<Code> => (details ? { ok: false, reason, details } : { ok: false, reason })

/** Refuses, but lets stand what was written: for counts of failed attempts and for evidence. */
export const refuseAndKeep = <Code extends string>(reason: Code): Refusal<Code> => ({
  ok: false,
  reason,
  keepsEffects: true,
})
