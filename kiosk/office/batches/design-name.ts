import { getDesigns } from '../../api/designs.ts'
import { useRead } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'

/** Reads the name of a design by its code; the code stands in until the names are there. */
export function useDesignName(): (code: string) => string {
  const designs = useRead(getDesigns)
  const nameOf = useName()
  return (code) => {
    const design = designs.data?.designs.find((design) => design.code === code)
    return design ? nameOf(design) : code
  }
}
