import type { NewLetters } from '../../server/encoding/schema.ts'
import { currentLanguage } from '../i18n/language.ts'
import { problemOf, unreachable } from './problem.ts'

export type { NewLetters }

/** Draws letters as one PDF; a refusal or fault is thrown as `Problem`. */
export async function printLetters(letters: NewLetters, commandId: string): Promise<Blob> {
  const response = await fetch('/api/v1/card-letters', {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      accept: 'application/pdf, application/problem+json',
      'accept-language': currentLanguage(),
      'content-type': 'application/json',
      'x-cardwright': '1',
      'idempotency-key': commandId,
    },
    body: JSON.stringify(letters),
  }).catch(() => {
    throw unreachable()
  })
  if (!response.ok) throw await problemOf(response)
  return response.blob()
}
