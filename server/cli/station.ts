import { readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { pairStation } from '../../hardware/station/pair.ts'
import { parseReceiptPrinter } from '../../hardware/printing/receipt-printer.ts'
import { runStation } from '../../hardware/station/run.ts'
import { stripeSerialFromEnvironment } from '../config/environment.ts'
import { toldToStop, untilAborted } from '../local/told-to-stop.ts'
import { requiredText, textOption, UsageError, type Command, type Values } from './command.ts'

const defaultTokenFile = 'station.token'

export const command: Command = {
  usage:
    '--server ADDRESS [--code CODE] [--name NAME] [--token-file FILE] [--receipt-printer HOST] [--simulated [--drawer FILE]]',
  help: `Runs the readers and stripe writers of this computer for a server, until Ctrl-C.
  --server ADDRESS   the server, e.g. https://cards.example.com
  --code CODE        the one-time code that the office page shows; needed once
  --name NAME        what the office page calls this station (this computer's name)
  --token-file FILE  where the station keeps its token between runs (${defaultTokenFile})
  --receipt-printer HOST[:PORT]  an ESC/POS printer in the network (port 9100)
  --simulated        simulated devices in place of this computer's own
  --drawer FILE      where the simulated cards are kept
A stripe writer at a serial port (MSR206, 605, 606) is named in the environment: STRIPE_SERIAL=/dev/ttyUSB0, or auto.
A server with TLS=own-ca is trusted with NODE_EXTRA_CA_CERTS=ca.crt in the environment; its page /setup has that file.`,
  options: {
    server: { type: 'string' },
    code: { type: 'string' },
    name: { type: 'string' },
    'token-file': { type: 'string' },
    'receipt-printer': { type: 'string' },
    simulated: { type: 'boolean' },
    drawer: { type: 'string' },
  },
  run: async (values, output) => {
    const told = toldToStop()
    const drawerFile = textOption(values, 'drawer')
    const stripeSerial = stripeSerialFromEnvironment()
    const receiptPrinter = receiptPrinterOf(values)
    const station = await runStation({
      serverUrl: requiredText(values, 'server'),
      token: await stationToken(values),
      simulated: values['simulated'] === true,
      ...(drawerFile === undefined ? {} : { drawerFile }),
      ...(stripeSerial === undefined ? {} : { stripeSerial }),
      ...(receiptPrinter === undefined ? {} : { receiptPrinter }),
      log: (sentence) => output.say(sentence),
    })
    await untilAborted(told)
    await station.stop()
    return 0
  },
}

function receiptPrinterOf(values: Values): ReturnType<typeof parseReceiptPrinter> {
  const text = textOption(values, 'receipt-printer')
  const address = text === undefined ? undefined : parseReceiptPrinter(text)
  if (text !== undefined && !address)
    throw new UsageError(`--receipt-printer takes a host or host:port, and ${text} is neither.`)
  return address
}

/** The token of an earlier run, or a new one for the code, kept in a file that only this user may read. */
async function stationToken(values: Values): Promise<string> {
  const file = textOption(values, 'token-file') ?? defaultTokenFile
  const code = textOption(values, 'code')
  if (code === undefined) {
    const token = await readFile(file, 'utf8').catch(() => undefined)
    if (token) return token.trim()
    throw new UsageError(
      `This station is not paired yet (no ${file}). Give it a code: --code, from the office page.`,
    )
  }
  const token = await pairStation({
    serverUrl: requiredText(values, 'server'),
    code,
    name: textOption(values, 'name') ?? hostname(),
  })
  await rm(file, { force: true }) // what an older file allowed others must not last
  await writeFile(file, `${token}\n`, { mode: 0o600, flush: true })
  return token
}
