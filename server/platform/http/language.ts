import type { FastifyRequest } from 'fastify'

/** @returns the language to answer in: English where it is asked for first, Chinese otherwise */
export function languageOf(request: FastifyRequest): 'zh' | 'en' {
  return request.headers['accept-language']?.trim().toLowerCase().startsWith('en') ? 'en' : 'zh'
}
