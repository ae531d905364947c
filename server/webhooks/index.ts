import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { allowNetworks } from './address.ts'
import { webhookForgetting } from './forgetting.ts'
import { webhookRefusals } from './refusals.ts'
import { webhookRoutes } from './routes.ts'
import { startSending, webhookSending } from './sending.ts'

export interface WebhookNeeds {
  keys: KeyService
  /** beside the public internet, e.g. `10.20.0.0/16` */
  webhookNetworks?: readonly string[] | undefined
}

export function webhooksFeature(platform: Platform, { keys, webhookNetworks = [] }: WebhookNeeds): Feature {
  const allowed = allowNetworks(webhookNetworks)
  const sending = startSending(platform, { keys, allowed })
  return {
    routes: async (app) => {
      app.addHook('preClose', () => sending.stop())
      await app.register(webhookRoutes(platform, { keys, allowed }))
    },
    refusals: webhookRefusals,
    jobs: [webhookSending(platform, sending), webhookForgetting(platform)],
  }
}
