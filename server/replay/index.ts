import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { replayRefusals } from './refusals.ts'
import { replayRoutes } from './routes.ts'
import { createReplays } from './running.ts'

/** Drafts of rules tried on past purchases. `databaseUrl`: the thread that does it has a connection of its own. */
export const replayFeature = (platform: Platform, databaseUrl: string): Feature => {
  const replays = createReplays(platform, databaseUrl)
  return {
    routes: async (app) => {
      app.addHook('onClose', () => replays.stop())
      await app.register(replayRoutes(platform))
    },
    refusals: replayRefusals,
    jobs: replays.jobs,
  }
}
