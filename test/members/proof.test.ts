import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  checkOneTimeCode,
  checkPin,
  findOrAddMember,
  hasPin,
  sendOneTimeCode,
  setPin,
} from '../../server/members/index.ts'
import { runCommand } from '../../server/platform/command.ts'
import { accept, type Result } from '../../server/platform/refusal.ts'
import type { Work } from '../../server/platform/work.ts'
import { addProgramme, signIn, type Person } from '../support/cards.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let manager: Person
let memberId: string
let phones = 0
let programmeId: string
beforeAll(async () => {
  server = await startTestServer()
  manager = await signIn(server, ['programme-manager'])
  programmeId = await addProgramme(manager)
})
afterAll(() => server.stop())
beforeEach(async () => {
  const phone = `1370000${String((phones += 1)).padStart(4, '0')}`
  const added = await run((work) =>
    findOrAddMember(work, server.keys, { programmeId, level: 'gold', name: '周', phone }).then(accept),
  )
  memberId = added.ok ? added.value.memberId : ''
})

/** Runs a rule as a command of its own, so that refusals keep or lose their effects as in real life. */
const run = <T, Code extends string>(rule: (work: Work) => Promise<Result<T, Code>>) =>
  runCommand(
    server.db,
    { id: randomUUID(), actor: { kind: 'system' }, now: server.clock.now(), contentHash: Buffer.from('x') },
    rule,
  )
const reason = (result: Result<unknown>): string => (result.ok ? 'ok' : result.reason)
const choose = async (pin: string) =>
  reason(await run((work) => setPin(work, server.keys, { memberId, pin })))
const prove = async (pin: string) =>
  reason(await run((work) => checkPin(work, server.keys, { memberId, pin })))
const ask = async (purpose: 'set-pin' | 'claim-account' = 'set-pin') =>
  reason(
    await run((work) =>
      sendOneTimeCode(
        work,
        { keys: server.keys, jobs: server.platform.jobs },
        { memberId, purpose, at: null },
      ),
    ),
  )
const answer = async (code: string, purpose: 'set-pin' | 'claim-account' = 'set-pin') =>
  reason(await run((work) => checkOneTimeCode(work, server.keys, { memberId, purpose, at: null, code })))
const newestCode = async (): Promise<string> => {
  const { body } = await manager.client.get<{ messages: { text: string }[] }>('/messages')
  return /\d{6}/.exec(body.messages[0]?.text ?? '')?.[0] ?? ''
}
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('a PIN', () => {
  test('is not there until it is set, and then proves its member', async () => {
    expect(await hasPin(server.db, memberId)).toBe(false)
    expect(await prove('294817')).toBe('pin-not-set')
    expect(await choose('294817')).toBe('ok')
    expect(await prove('294817')).toBe('ok')
    expect(await prove('294818')).toBe('pin-wrong')
  })

  test.each(['000000', '777777', '123456', '234567', '654321', '987654'])('%s is too simple', async (pin) => {
    expect(await choose(pin)).toBe('pin-too-simple')
  })

  test('is locked for 15 minutes by the fifth wrong try, and the right one does not help', async () => {
    await choose('294817')
    for (let attempt = 1; attempt <= 5; attempt += 1) expect(await prove('111112')).toBe('pin-wrong')
    expect(await prove('294817')).toBe('pin-locked')
    server.clock.pass({ minutes: 14, seconds: 59 })
    expect(await prove('294817')).toBe('pin-locked')
    server.clock.pass({ seconds: 1 })
    expect(await prove('294817')).toBe('ok')
  })

  test('counts wrong tries in a row only, and a new PIN lifts the lock', async () => {
    await choose('294817')
    for (let round = 1; round <= 2; round += 1) {
      for (let attempt = 1; attempt <= 4; attempt += 1) expect(await prove('111112')).toBe('pin-wrong')
      expect(await prove('294817')).toBe('ok')
    }
    for (let attempt = 1; attempt <= 5; attempt += 1) await prove('111112')
    await choose('538204')
    expect(await prove('538204')).toBe('ok')
  })

  test('guessed twenty times at once gives five guesses', async () => {
    await choose('294817')
    const tries = await Promise.all(Array.from({ length: 20 }, () => prove('111112')))
    expect(tries.filter((one) => one === 'pin-wrong')).toHaveLength(5)
    expect(tries.filter((one) => one === 'pin-locked')).toHaveLength(15)
  })

  test('is not kept in a form that its six digits could be guessed from', async () => {
    await choose('294817')
    const { verify } = await import('@node-rs/argon2')
    const { hash } = await server.db
      .selectFrom('member_pins')
      .select('hash')
      .where('member_id', '=', memberId)
      .executeTakeFirstOrThrow()
    expect(hash).toMatch(/^\$argon2id\$/)
    expect(await verify(hash, '294817')).toBe(false)
  })
})

describe('a one-time code', () => {
  test('comes by SMS and is good once, for its purpose', async () => {
    expect(await ask('set-pin')).toBe('ok')
    const code = await newestCode()
    expect(await answer(code, 'claim-account')).toBe('code-expired')
    expect(await answer(code)).toBe('ok')
    expect(await answer(code)).toBe('code-expired')
  })

  test('is good for five minutes', async () => {
    await ask()
    const code = await newestCode()
    server.clock.pass({ minutes: 5 })
    expect(await answer(code)).toBe('code-expired')
  })

  test('is void after five wrong tries, counted also when they come at once', async () => {
    await ask()
    const code = await newestCode()
    const tries = await Promise.all(Array.from({ length: 12 }, () => answer(wrong(code))))
    expect(tries.filter((one) => one === 'code-wrong')).toHaveLength(5)
    expect(await answer(code)).toBe('code-locked')
  })

  test('is replaced by a newer one', async () => {
    await ask()
    const old = await newestCode()
    server.clock.pass({ minutes: 1 })
    await ask()
    const fresh = await newestCode()
    expect(fresh).not.toBe(old)
    expect(await answer(old)).toBe('code-wrong')
    expect(await answer(fresh)).toBe('ok')
  })

  test('is sent once a minute and five times an hour at most, also when asked for at once', async () => {
    const together = await Promise.all(Array.from({ length: 10 }, () => ask()))
    expect(together.filter((one) => one === 'ok')).toHaveLength(1)
    expect(await ask('claim-account')).toBe('code-sent-recently')
    for (let sent = 2; sent <= 5; sent += 1) {
      server.clock.pass({ minutes: 1 })
      expect(await ask()).toBe('ok')
    }
    server.clock.pass({ minutes: 2 })
    expect(await ask()).toBe('too-many-codes')
    server.clock.pass({ minutes: 60 })
    expect(await ask()).toBe('ok')
  })

  test('and its phone number lie nowhere in clear', async () => {
    await ask()
    const code = await newestCode()
    const rows = await server.db.selectFrom('messages').select('sealed_content').execute()
    const codes = await server.db.selectFrom('one_time_codes').select('code_hash').execute()
    const kept = [...rows.map((row) => row.sealed_content), ...codes.map((row) => row.code_hash)]
    expect(kept.some((bytes) => Buffer.from(bytes).includes(code))).toBe(false)
    expect(server.log.join('\n')).not.toContain(code)
  })
})
