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

export async function openOffice(address: string, preset = 'mall-two-level'): Promise<Office> {
  const administrator = openClient(address, { from: nextAddress })
  const ask = async <T>(path: string, body: object = {}) => done(await administrator.post<T>(path, body))
  await ask('/staff/first', { signInName: 'first', displayName: 'First', password: PASSWORD })
  const programme = { number: 7, name: 'Programme', preset }
  const { id: programmeId } = await ask<{ id: string }>('/programmes', programme)
  return { administrator, programmeId, ask }
}

/** A second person approves an order: its cards have their numbers. */
export async function approveAsAnother(
  address: string,
  { ask }: Pick<Office, 'ask'>,
  batchId: string,
): Promise<void> {
  const signInName = `approver-${batchId.slice(-6)}`
  const person = { signInName, displayName: signInName, password: PASSWORD, roles: ['programme-manager'] }
  await ask('/staff', person)
  const approver = openClient(address, { from: nextAddress })
  done(await approver.post('/staff/sign-in', { signInName, password: PASSWORD }))
  done(await approver.post(`/batches/${batchId}/approve`, {}))
  approver.close()
}

/** @returns the body of an answer that must be 200 */
export function done<T>({ status, body }: Answer<T>): T {
  if (status !== 200) throw new Error(`refused: ${status} ${JSON.stringify(body)}`)
  return body
}
