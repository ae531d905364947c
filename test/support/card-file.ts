import { createFileDrawer } from '../../server/printing/file-drawer.ts'
import type { NewPrintJob } from '../../server/printing/schema.ts'
import type { Answer, Client, TestServer } from './server.ts'

/** Orders a file of a batch's cards. */
export const orderFile = (
  client: Client,
  range: Omit<NewPrintJob, 'kind' | 'printerId'>,
): Promise<Answer<{ id: string; cards: number }>> => client.post('/print-jobs', { kind: 'file', ...range })

/** Draws the files that wait, as a server does in the background. */
export const drawFiles = ({ platform, keys }: TestServer): Promise<void> =>
  createFileDrawer(platform, { keys }).draw()

export const downloadFile = (client: Client, jobId: string): Promise<Answer<Buffer>> =>
  client.get<Buffer>(`/print-jobs/${jobId}/cards.pdf`)

/** A file of a batch's cards for a card printer: ordered, drawn, taken. */
export async function cardFile(
  server: TestServer,
  client: Client,
  range: Omit<NewPrintJob, 'kind' | 'printerId'>,
): Promise<Answer<Buffer>> {
  const ordered = await orderFile(client, range)
  if (ordered.status !== 200) throw new Error(`no file: ${JSON.stringify(ordered.body)}`)
  await drawFiles(server)
  return downloadFile(client, ordered.body.id)
}
