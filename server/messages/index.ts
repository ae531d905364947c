import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { messageSending } from './outbox.ts'
import { simulatedOutboxRoutes } from './routes.ts'
import { gatewaySender, type Gateway } from './gateway.ts'
import { noSender, simulatedSender, type MessageSender } from './sender.ts'

export { sendMessage } from './outbox.ts'

export interface MessageNeeds {
  keys: KeyService
  config: { isSimulated: boolean; messageGateway?: Gateway | undefined }
}

export const messagesFeature = (platform: Platform, { keys, config }: MessageNeeds): Feature => ({
  routes: config.isSimulated ? simulatedOutboxRoutes(platform, keys) : async () => {},
  refusals: {},
  jobs: [messageSending(platform, { keys, sender: senderFor(config) })],
})

function senderFor({ isSimulated, messageGateway }: MessageNeeds['config']): MessageSender {
  if (isSimulated) return simulatedSender
  return messageGateway ? gatewaySender(messageGateway) : noSender
}
