import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { gatewaySender } from '../../server/messages/gateway.ts'
import { messageSending, sendMessage } from '../../server/messages/outbox.ts'
import { noSender, simulatedSender, type MessageSender } from '../../server/messages/sender.ts'
import { accept, refuse } from '../../server/platform/refusal.ts'
import { runCommand } from '../../server/platform/command.ts'
import { signIn } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.stop())

const TEXT = { channel: 'sms', to: '13800138000', text: '验证码 123456' } as const

const put = ({ server: { db, clock, keys, platform } = server, isKept = true } = {}) =>
  runCommand(
    db,
    { id: randomUUID(), actor: { kind: 'system' }, now: clock.now(), contentHash: Buffer.from('x') },
    async (work) => {
      await sendMessage(work, { keys, jobs: platform.jobs }, TEXT)
      return isKept ? accept(null) : refuse('changed-my-mind')
    },
  )
const rows = () => server.db.selectFrom('messages').select(['id', 'state', 'sent_at']).execute()
const carryOut = (sender: MessageSender, messageId: string) =>
  messageSending(server.platform, { keys: server.keys, sender }).handle({ messageId })

test('a message goes out by its job, and staff of a simulated installation can read it', async () => {
  await using busy = await startTestServer({ doesJobs: true })
  await put({ server: busy })
  const state = () => busy.db.selectFrom('messages').select('state').executeTakeFirst()
  await expect.poll(state, { timeout: 10_000 }).toEqual({ state: 'sent' })
  const promoter = await signIn(busy, ['promoter'])
  expect((await promoter.client.get('/messages')).body).toMatchObject({
    messages: [{ ...TEXT, state: 'sent' }],
  })
  expect((await busy.client().get('/messages')).status).toBe(401)
})

test('a message of a command that is refused does not exist', async () => {
  await put({ isKept: false })
  expect(await rows()).toEqual([])
})

test('a real installation shows no outbox, and without a gateway its messages fail', async () => {
  await using real = await startTestServer({ isSimulated: false })
  const promoter = await signIn(real, ['promoter'])
  expect((await promoter.client.get('/messages')).status).toBe(404)
  await put()
  const [message] = await rows()
  await expect(carryOut(noSender, message?.id ?? '')).rejects.toMatchObject({
    code: 'message-gateway-missing',
  })
  expect((await rows())[0]?.state).toBe('failed')
})

test('a gateway gets id, number and text with our token; what it does not take is tried again, what it took is not', async () => {
  const got: { body: unknown; authorization: string | undefined }[] = []
  let status = 503
  const gateway = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      got.push({ body: await readAll(request), authorization: request.headers.authorization })
      response.writeHead(status).end('13800138000 refused')
    }
    void answer()
  })
  await new Promise<void>((listening) => gateway.listen(0, '127.0.0.1', listening))
  const { port } = gateway.address() as AddressInfo
  const sender = gatewaySender({ url: `http://127.0.0.1:${port}/sms`, token: 'secret' })
  await put()
  const id = (await rows())[0]?.id ?? ''

  const failed = await carryOut(sender, id).catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 'message-not-taken' })
  expect(String(failed)).not.toContain('138')
  expect((await rows())[0]?.state).toBe('failed')
  status = 202
  await carryOut(sender, id)
  await carryOut(sender, id)
  expect((await rows())[0]).toMatchObject({ state: 'sent', sent_at: server.clock.now() })
  expect(got).toHaveLength(2)
  expect(got[1]).toEqual({ body: { id, ...TEXT }, authorization: 'Bearer secret' })
  await carryOut(simulatedSender, randomUUID())
  await new Promise((closed) => gateway.close(closed))
})

async function readAll(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString())
}
