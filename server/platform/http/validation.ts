import { Ajv } from 'ajv'
import * as formats from 'ajv-formats'
import type { FastifyInstance } from 'fastify'

/** Bodies are taken as they are; path and query are text, so there numbers are read from text. */
export function validateInput(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain') // JSON is the only form of a body
  const strict = withFormats(new Ajv({ allErrors: false, strict: false }))
  const coercing = withFormats(new Ajv({ coerceTypes: 'array', useDefaults: true, strict: false }))
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? strict : coercing).compile(schema as object),
  )
}

function withFormats(ajv: Ajv): Ajv {
  formats.default.default(ajv)
  return ajv
}
