/** The station as a process of its own, as tests start it: options come in CARDWRIGHT_TEST_STATION, its sentences go to stdout. */
import { runStation, type StationOptions } from '../../hardware/station/run.ts'

const options = JSON.parse(process.env['CARDWRIGHT_TEST_STATION'] ?? '{}') as Omit<StationOptions, 'log'>
const station = await runStation({ ...options, log: (sentence) => process.stdout.write(`${sentence}\n`) })
process.once('SIGTERM', () => void station.stop().then(() => process.stdout.write('stopped\n')))
