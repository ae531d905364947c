import type { Refusal } from './refusal.ts'

/** A fault: something that should not happen. Its message is for the log; people get only the code. */
export class AppError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
  }
}

/** Carries a refusal up to the edge of HTTP, where it becomes a problem+json answer. */
export class RefusedError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.reason)
    this.name = 'RefusedError'
    this.refusal = refusal
  }
}

/** Stops at a broken invariant instead of going on with a wrong state. */
export function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) throw new AppError('broken-invariant', invariant)
}
