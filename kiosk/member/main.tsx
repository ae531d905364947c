import { Queries } from '../api/queries.tsx'
import { mount } from '../ui/mount.tsx'
import { AttractScreen } from './attract-screen.tsx'

mount(
  <Queries>
    <AttractScreen />
  </Queries>,
  { fonts: 'ours' },
)
