import type { Answer } from '../../support/server.ts'
import { nextAddress, openClient, type HttpClient } from './http-client.ts'

export const PASSWORD = 'a password for proofs'

/** The first administrator of an empty server, and its programme. */
export interface Office {
  administrator: HttpClient
  programmeId: string
  /** posts what must be accepted */
  ask: <T>(path: string, body?: object) => Promise<T>
}

export async function openOffice(address: string): Promise<Office> {
  const administrator = openClient(address, { from: nextAddress })
  const ask = async <T>(path: string, body: object = {}) => done(await administrator.post<T>(path, body))
  await ask('/staff/first', { signInName: 'first', displayName: 'First', password: PASSWORD })
  const programme = { number: 7, name: 'Programme', preset: 'mall-two-level' }
  const { id: programmeId } = await ask<{ id: string }>('/programmes', programme)
  return { administrator, programmeId, ask }
}

/** @returns the body of an answer that must be 200 */
export function done<T>({ status, body }: Answer<T>): T {
  if (status !== 200) throw new Error(`refused: ${status} ${JSON.stringify(body)}`)
  return body
}
