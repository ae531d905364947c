import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

interface Quality {
  /** of each packet, both ways: 0 to 1 */
  loss: number
  /** each way; 0: as fast as it goes */
  bitsPerSecond: number
  delayMs: number
  /** packets pass to the server */
  up: boolean
  /** packets pass back from it */
  down: boolean
}

/** Packets so far. */
export interface Carried {
  passed: number
  lost: number
}

/** A network namespace of its own, and the one way out of it: to this process's namespace, over a link that can be bad. */
export interface BadLink extends AsyncDisposable {
  /** where this side is found from the far side */
  host: string
  /** a program that starts Chromium on the far side */
  chromium: string
  /** @returns what was carried so far */
  set: (quality: Partial<Quality>) => Promise<Carried>
}

const script = fileURLToPath(new URL('bad-link.py', import.meta.url))
const ip = (...words: string[]) => execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] })

/** Why this machine makes no namespaces and links; undefined where it does. */
export function whyNoLinks(): string | undefined {
  const name = `cw-try-${process.pid}`
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK)
    execFileSync('python3', ['--version'], { stdio: 'ignore' })
    ip('netns', 'add', name)
    ip('netns', 'del', name)
    return undefined
  } catch (failure) {
    return failure instanceof Error ? failure.message : 'it says no more'
  }
}

/** `number` tells the links of one process apart: 0 to 60. */
export async function drawBadLink(number: number): Promise<BadLink> {
  const name = `cw${process.pid}-${number}`
  const [far, near] = [`${name}f`, `${name}n`]
  // 198.18.0.0/15 is for tests of networks (RFC 2544): no other network of this machine has it.
  const [farAddress, host] = [`198.18.${number}.2`, `198.18.${number}.1`]
  const folder = mkdtempSync(join(tmpdir(), 'cardwright-link-'))
  const carrier = spawn('python3', [script, far, near], { stdio: ['pipe', 'pipe', 'inherit'] })
  const takeDown = () => {
    carrier.kill('SIGKILL')
    spawnSync('ip', ['netns', 'del', name])
  }
  process.once('exit', takeDown)
  const answers = createInterface({ input: carrier.stdout })[Symbol.asyncIterator]()
  const answer = async (): Promise<Carried> => {
    const { value, done } = await answers.next()
    if (done) throw new Error('the link is gone')
    return JSON.parse(value) as Carried
  }
  await answer()
  ip('netns', 'add', name)
  ip('link', 'set', far, 'netns', name)
  ip('-n', name, 'link', 'set', 'lo', 'up')
  ip('-n', name, 'addr', 'add', `${farAddress}/30`, 'dev', far)
  ip('-n', name, 'link', 'set', far, 'up')
  ip('addr', 'add', `${host}/30`, 'dev', near)
  ip('link', 'set', near, 'up')

  const chromium = join(folder, 'chromium')
  writeFileSync(chromium, `#!/bin/sh\nexec ip netns exec ${name} /usr/bin/chromium "$@"\n`)
  chmodSync(chromium, 0o755)
  let turn: Promise<unknown> = Promise.resolve()
  return {
    host,
    chromium,
    set: (quality) => {
      const next = turn.then(() => {
        carrier.stdin.write(`${JSON.stringify(quality)}\n`)
        return answer()
      })
      turn = next.catch(() => undefined)
      return next
    },
    [Symbol.asyncDispose]: async () => {
      await turn
      process.off('exit', takeDown)
      takeDown()
      rmSync(folder, { recursive: true })
    },
  }
}
