import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { colourProfileRoutes } from './colour-profile-routes.ts'
import type { PrintingNeeds } from './devices.ts'
import { createDriver } from './driving.ts'
import { createFileDrawer, fileDrawing } from './file-drawer.ts'
import { fileRoutes } from './file-routes.ts'
import { printerRoutes } from './printer-routes.ts'
import { printerDriving } from './pulse.ts'
import { printingRefusals } from './refusals.ts'
import { jobRoutes } from './routes.ts'
import './table.ts'

export { addPrinter } from './printer.ts'
export { changeSupplies } from './supplies.ts'

export const printingFeature = (platform: Platform, needs: PrintingNeeds): Feature => {
  const driver = createDriver(platform, needs)
  const drawer = createFileDrawer(platform, needs)
  return {
    async routes(app) {
      await app.register(printerRoutes(platform, needs))
      await app.register(jobRoutes(platform, needs))
      await app.register(fileRoutes(platform, needs))
      await app.register(colourProfileRoutes(platform))
      app.addHook('preClose', async () => {
        await Promise.all([driver.stop(), drawer.stop()])
      })
    },
    refusals: printingRefusals,
    jobs: [printerDriving(platform, () => driver.drive()), fileDrawing(platform, drawer)],
  }
}
