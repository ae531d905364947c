import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pairStation } from '../../hardware/station/pair.ts'

let server: Server
let serverUrl: string

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      const isRight =
        request.method === 'POST' &&
        request.url === '/api/v1/stations/pair' &&
        body === '{"code":"123456","name":"Desk 1"}'
      response.writeHead(isRight ? 200 : 403, { 'content-type': 'application/json' })
      response.end(isRight ? '{"stationId":"s1","token":"t1"}' : '{}')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  serverUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(() => {
  server.close()
})

test('a right code gives the token', async () => {
  expect(await pairStation({ serverUrl, code: '123456', name: 'Desk 1' })).toBe('t1')
})

test('a wrong code is one sentence', async () => {
  await expect(pairStation({ serverUrl, code: '000000', name: 'Desk 1' })).rejects.toThrow(
    'The server refused the pairing code: make a new one and try again.',
  )
})

test('a server that is not there is one sentence', async () => {
  await expect(pairStation({ serverUrl: 'http://127.0.0.1:1', code: '1', name: 'Desk 1' })).rejects.toThrow(
    'The server cannot be reached: check its address.',
  )
})
