import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { pictureRefusals } from '../pictures/index.ts'
import { assetRoutes } from './asset-routes.ts'
import { addBuiltInDesigns } from './built-in.ts'
import { openGallery } from './gallery.ts'
import { pictureRoutes } from './picture-routes.ts'
import { designRoutes } from './routes.ts'
import { designRefusals } from './refusals.ts'
import { openStudio } from './studio.ts'
import './table.ts'

export { addBuiltInDesigns } from './built-in.ts'
export { designOf, nameOf, orderableDesign } from './ordered.ts'

export const designsFeature = (platform: Platform, { publicUrl }: { publicUrl: string }): Feature => {
  const { db } = platform
  const studio = openStudio()
  return {
    async routes(app) {
      app.addHook('onReady', () => addBuiltInDesigns(db, platform.clock.now()))
      app.addHook('onClose', () => studio.close())
      await app.register(designRoutes(platform, studio))
      await app.register(
        pictureRoutes({ db, studio, gallery: openGallery({ db, studio, publicUrl }), publicUrl }),
      )
      await app.register(assetRoutes(platform, studio))
    },
    refusals: { ...designRefusals, ...pictureRefusals },
  }
}
