import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { messageSending } from './outbox.ts'
import { simulatedOutboxRoutes } from './routes.ts'
import type { MessageSender } from './sender.ts'

export { sendMessage } from './outbox.ts'
export { simulatedSender, type MessageSender, type OutgoingMessage } from './sender.ts'

export const messagesFeature = (
  platform: Platform,
  { keys, sender, isSimulated }: { keys: KeyService; sender: MessageSender; isSimulated: boolean },
): Feature => ({
  routes: isSimulated ? simulatedOutboxRoutes(platform, keys) : async () => {},
  refusals: {},
  jobs: [messageSending(platform, { keys, sender })],
})
