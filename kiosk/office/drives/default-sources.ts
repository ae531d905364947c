import type { NewDrive } from '../../api/drives.ts'

/** The channels that most drives compare; each shop changes them as it likes. */
export const defaultSources: NewDrive['sources'] = [
  { code: 'walk-by', nameZh: '路过', nameEn: 'Walked by' },
  { code: 'friend', nameZh: '朋友介绍', nameEn: 'A friend' },
  { code: 'social', nameZh: '社交媒体', nameEn: 'Social media' },
  { code: 'poster', nameZh: '海报传单', nameEn: 'Poster or leaflet' },
]
