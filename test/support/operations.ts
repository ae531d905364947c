import type { Access } from '../../server/platform/actor.ts'
import type { TestServer } from './server.ts'

/** One operation of the API as the OpenAPI document describes it. */
export interface Operation {
  name: string
  method: 'get' | 'post'
  /** with an id that nobody has in place of every parameter */
  path: string
  summary: string
  description: string
  access: Access[]
  refusals: string[]
  answers: string[]
}

interface Described {
  summary?: string
  description?: string
  'x-access'?: Access[]
  'x-refusals'?: string[]
  responses?: Record<string, unknown>
}

const UNKNOWN_ID = '0190a5b0-0000-7000-8000-000000000000'

export async function readOperations({ app }: TestServer): Promise<Operation[]> {
  const answer = await app.inject({ url: '/docs/json' })
  const { paths } = answer.json<{ paths: Record<string, Partial<Record<'get' | 'post', Described>>> }>()
  return Object.entries(paths).flatMap(([path, methods]) =>
    (['get', 'post'] as const).flatMap((method) => {
      const described = methods[method]
      if (!described) return []
      return [
        {
          name: `${method} ${path}`,
          method,
          path: path.replaceAll(/\{\w+\}/g, UNKNOWN_ID),
          summary: described.summary ?? '',
          description: described.description ?? '',
          access: described['x-access'] ?? [],
          refusals: described['x-refusals'] ?? [],
          answers: Object.keys(described.responses ?? {}),
        },
      ]
    }),
  )
}
