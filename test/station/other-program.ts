/** Another program of this computer that holds a reader's card for itself: the reader's name is its argument; it lets go when its input ends. */
import { CardDisposition, CardMode, Client, ReaderStatus } from 'pcsc-mini'

const wanted = process.argv[2] ?? ''
const client = new Client()
client.on('reader', (reader) => {
  if (reader.name() !== wanted) return
  let isHolding = false
  process.stdout.write('sees the reader\n')
  reader.on('change', (status) => {
    if (isHolding || !status.has(ReaderStatus.PRESENT)) return
    isHolding = true
    void hold(reader)
  })
})
client.start()

async function hold(reader: Parameters<Parameters<typeof client.on<'reader'>>[1]>[0]): Promise<void> {
  const card = await reader.connect(CardMode.EXCLUSIVE)
  process.stdout.write('holds it\n')
  process.stdin.resume().once('end', () => {
    void card.disconnect(CardDisposition.LEAVE).then(() => process.exit())
  })
}
