import { Queries } from '../api/queries.tsx'
import { mount } from '../ui/mount.tsx'
import { KioskPage } from './kiosk-page.tsx'

mount(
  <Queries>
    <KioskPage />
  </Queries>,
  { fonts: 'ours' },
)
