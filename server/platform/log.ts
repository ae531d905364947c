import { pino, type Logger } from 'pino'

/** Fields that must never reach a log line, wherever they stand in an object. */
const PERSONAL_OR_SECRET = [
  'name',
  'displayName',
  'phone',
  'birthday',
  'signature',
  'password',
  'pin',
  'code',
  'token',
  'key',
  'apdu',
  'tracks',
  'uri',
  'url',
  'headers',
  'body',
  'query',
]

/** Structured log, one JSON line an event. What is personal or secret is taken out here, not by care. */
export function createLog(level: string, destination?: { write(line: string): void }): Logger {
  const paths = PERSONAL_OR_SECRET.flatMap((field) => [field, `*.${field}`, `*.*.${field}`])
  const options = {
    level,
    base: null,
    redact: { paths: paths.filter((path) => path !== 'code'), censor: '[redacted]' },
    serializers: { err: describeFault },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** A fault without its message's data: PostgreSQL repeats row values in `detail`, so only names pass. */
function describeFault(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error }
  const cause: object | undefined = error.cause === undefined ? undefined : describeFault(error.cause)
  return {
    kind: error.name,
    ...('code' in error ? { code: String(error.code) } : {}),
    ...('constraint' in error ? { constraint: String(error.constraint) } : {}),
    stack: error.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 12),
    ...(cause ? { cause } : {}),
  }
}
