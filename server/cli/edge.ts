import { hostname } from 'node:os'
import { join } from 'node:path'
import { startEnvironment } from '../config/environment.ts'
import { startEdge } from '../local/start-edge.ts'
import { installRoot } from '../platform/install-root.ts'
import { portOption, requiredText, textOption, UsageError, type Command, type Values } from './command.ts'

export const command: Command = {
  usage: '[--headquarters ADDRESS --code CODE [--name NAME]] [--host ADDRESS] [--port N] [--data FOLDER]',
  help: `Runs the laptop of a drive's booths until Ctrl-C: it gathers what tablets keep and hands it to headquarters.
  --headquarters ADDRESS  where headquarters is, e.g. https://cards.example.com; needed once, with the code
  --code CODE             the one-time code of the drive's page, under Tablets
  --name NAME             what the office calls this laptop (this computer's name)
  --host ADDRESS          the address of this computer in the booths' network, for tablets to reach it
  --port N                serve the pages there (8080, or the next one that is free)
  --data FOLDER           keep everything there (booth-laptop, in the program's data folder)
With --host the server makes its own certificates; a tablet learns to trust them at /setup. TLS_CERT and TLS_KEY name others.
Headquarters with TLS=own-ca is trusted with NODE_EXTRA_CA_CERTS=ca.crt in the environment.`,
  options: {
    headquarters: { type: 'string' },
    code: { type: 'string' },
    name: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    data: { type: 'string' },
  },
  run: (values, output) =>
    startEdge({
      pairing: pairingOf(values),
      host: textOption(values, 'host'),
      port: portOption(values),
      dataFolder:
        textOption(values, 'data') ??
        join(startEnvironment().dataFolder ?? join(installRoot, 'data'), 'booth-laptop'),
      say: (line) => output.say(line),
    }),
}

function pairingOf(values: Values): { headquarters: string; code: string; name: string } | undefined {
  const code = textOption(values, 'code')
  if (code === undefined && textOption(values, 'headquarters') === undefined) return undefined
  return {
    headquarters: originOf(requiredText(values, 'headquarters')),
    code: requiredText(values, 'code'),
    name: textOption(values, 'name') ?? hostname(),
  }
}

/** What tablets take along passes over this line, so it is HTTPS unless it stays on this machine. */
function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isHere = url?.protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  if (url && (url.protocol === 'https:' || isHere)) return url.origin
  throw new UsageError('--headquarters is an address that begins with https://.')
}
