import { Queries } from '../api/queries.tsx'
import { mount } from '../ui/mount.tsx'
import { BoothPage } from './booth-page.tsx'

mount(
  <Queries>
    <BoothPage />
  </Queries>,
  { fonts: 'ours' },
)
