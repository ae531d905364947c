import SerializerSelector from '@fastify/fast-json-stringify-compiler'
import { Ajv } from 'ajv'
import * as formats from 'ajv-formats'
import type { FastifyInstance } from 'fastify'

/** Bodies are taken as they are; path and query are text, so there numbers are read from text. */
export function validateInput(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain') // JSON is the only form of a body
  const strict = withFormats(new Ajv({ allErrors: false, strict: false }))
  const coercing = withFormats(new Ajv({ coerceTypes: 'array', useDefaults: true, strict: false }))
  app.setValidatorCompiler(({ schema, httpPart }) => {
    const ajv = httpPart === 'body' ? strict : coercing
    const validator = onFirstUse(() => ajv.compile(schema as object))
    return (input: unknown) => validator()(input) || { error: validator().errors ?? [] }
  })
}

/** Answers carry what their schema names and nothing else. */
export function serializeAnswers(app: FastifyInstance): void {
  const compile = SerializerSelector()()
  app.setSerializerCompiler(({ httpStatus = '', ...route }) => {
    const serializer = onFirstUse(() => compile({ ...route, httpStatus }))
    return (answer) => serializer()(answer)
  })
}

/** Compiling the schemas of every route takes longer than all else of a start, and a visit needs a few of them. */
function onFirstUse<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** As PostgreSQL reads one; the format of RFC 4122 would let `urn:uuid:` through to it. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const formatOf = (name: 'date' | 'date-time') =>
  formats.default.default.get(name) as { validate: (text: string) => boolean }
const [date, dateTime] = [formatOf('date'), formatOf('date-time')]

/** PostgreSQL knows no year 0. */
const isDay = (text: string): boolean => !text.startsWith('0000') && date.validate(text)

/** With a year of four figures in UTC too: PostgreSQL and our answers write no other. */
function isMoment(text: string): boolean {
  const year = new Date(text).getUTCFullYear()
  return year > 0 && year < 10_000 && dateTime.validate(text)
}

function withFormats(ajv: Ajv): Ajv {
  formats.default.default(ajv)
  ajv.addFormat('uuid', UUID)
  ajv.addFormat('date', isDay)
  ajv.addFormat('date-time', isMoment)
  return ajv
}
