import { Type, type Static } from 'typebox'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { RefusedError } from '../errors.ts'
import type { Metrics } from '../metrics.ts'
import type { Refusal, RefusalTable } from '../refusal.ts'
import { languageOf } from './language.ts'

/** RFC 9457. `code` is stable; `title` is a sentence for people, in the language they asked for. */
export const ProblemSchema = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  details: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
})
type Problem = Static<typeof ProblemSchema>

/** Refusals that the platform itself answers with. */
export const platformRefusals = {
  'input-invalid': {
    status: 400,
    zh: '请求内容不符合要求，请按说明修改后再发送。',
    en: 'The request does not have the expected form. Correct the named field and send it again.',
  },
  'too-large': { status: 413, zh: '发送的内容太大。', en: 'What was sent is too large.' },
  'media-type-unsupported': { status: 415, zh: '请以 JSON 格式发送。', en: 'Send the content as JSON.' },
  'not-signed-in': { status: 401, zh: '请先登录。', en: 'Sign in first.' },
  'not-allowed': {
    status: 403,
    zh: '您没有此项权限，请找管理员。',
    en: 'You may not do this. Ask an administrator.',
  },
  'not-found': { status: 404, zh: '没有找到。', en: 'There is no such thing here.' },
  'too-many-requests': {
    status: 429,
    zh: '请求太频繁，请稍等片刻。',
    en: 'Too many requests. Wait a moment.',
  },
  'command-id-missing': {
    status: 400,
    zh: '缺少 Idempotency-Key 请求头，请用 UUID 作为编号重新发送。',
    en: 'The header Idempotency-Key is missing. Send a UUID made for this request.',
  },
  'command-id-reused': {
    status: 409,
    zh: '这个编号已用于另一个请求，请换新编号。',
    en: 'This id was used for a different request. Make a new id.',
  },
  unavailable: {
    status: 503,
    zh: '系统暂时不可用，请稍后再试；没有任何改动。',
    en: 'Not available at this moment. Nothing was changed; try again soon.',
  },
} as const satisfies RefusalTable

const FAULT = {
  zh: '系统出错，没有任何改动。请再试一次，若仍出错请联系管理员。',
  en: 'Something went wrong and nothing was changed. Try again, then ask the administrator.',
}

function sendFault(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem: Problem = {
    type: 'about:blank',
    title: FAULT[languageOf(request)],
    status: 500,
    code: 'fault',
  }
  return reply.code(500).type('application/problem+json').send(problem)
}

/** Turns refusals, bad input and faults into problem+json. A fault says nothing of its inside. */
export function answerProblems(app: FastifyInstance, meanings: RefusalTable, metrics: Metrics): void {
  function send(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
    const meaning = meanings[refusal.reason]
    if (!meaning) return sendFault(request, reply)
    metrics.refusals.inc({ reason: refusal.reason })
    const problem: Problem = {
      type: 'about:blank',
      title: meaning[languageOf(request)],
      status: meaning.status,
      code: refusal.reason,
      ...(refusal.details ? { details: refusal.details } : {}),
    }
    if (meaning.status === 503) void reply.header('retry-after', '2')
    return reply.code(meaning.status).type('application/problem+json').send(problem)
  }

  app.setNotFoundHandler((request, reply) => send(request, reply, { ok: false, reason: 'not-found' }))
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = asRefusal(error)
    if (refusal) return send(request, reply, refusal)
    request.log.error({ err: error, reqId: request.id }, 'fault')
    return sendFault(request, reply)
  })
}

const DATABASE_IS_AWAY =
  /^(08|57P0|53)|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|timeout exceeded|Connection terminated|not queryable/

/** SQLSTATE of text that PostgreSQL cannot store: a NUL character in text or in jsonb. */
const UNSTORABLE_TEXT = new Set(['22021', '22P05'])

function asRefusal(error: FastifyError): Refusal | undefined {
  if (error instanceof RefusedError) return error.refusal
  if (error.validation) {
    const place = error.validation[0]
    const field = `${error.validationContext ?? 'body'}${place?.instancePath ?? ''}`
    return { ok: false, reason: 'input-invalid', details: { field, problem: place?.message ?? 'invalid' } }
  }
  if (DATABASE_IS_AWAY.test(`${error.code ?? ''} ${error.message}`))
    return { ok: false, reason: 'unavailable' }
  if (UNSTORABLE_TEXT.has(error.code))
    return {
      ok: false,
      reason: 'input-invalid',
      details: { field: 'body', problem: 'must not contain NUL characters' },
    }
  const status = error.statusCode ?? 500
  if (status === 413) return { ok: false, reason: 'too-large' }
  if (status === 415) return { ok: false, reason: 'media-type-unsupported' }
  if (status === 429) return { ok: false, reason: 'too-many-requests' }
  if (status >= 400 && status < 500)
    return { ok: false, reason: 'input-invalid', details: { field: 'request', problem: error.code } }
  return undefined
}
