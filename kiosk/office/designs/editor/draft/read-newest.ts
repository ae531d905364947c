import { call } from '../../../../api/call.ts'
import { getDesign, getVersion, type DesignDetails, type Version } from '../../../../api/designs.ts'

/** A design and its newest version, as the server has them now. */
export async function readNewest(
  code: string,
  signal?: AbortSignal,
): Promise<{ design: DesignDetails; version: Version }> {
  const aborting = signal ? { signal } : {}
  const design = await call(getDesign, { params: { code }, ...aborting })
  const number = design.versions[0]?.number ?? 1
  return {
    design,
    version: await call(getVersion, { params: { code, number: String(number) }, ...aborting }),
  }
}
