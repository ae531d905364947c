import { mount } from '../ui/mount.tsx'
import { TapPage } from './tap-page.tsx'

mount(<TapPage />, { fonts: 'system' })
