import { elementsWithin, sides, type Asset, type Design } from '../../../../../card-designs/engine/design.ts'
import { assetAddress } from '../../../../api/designs.ts'

const loaded = new Map<string, Asset>()
const missing = new Set<string>()

/** A design with the pictures that it names; those that the server does not have are left out. */
export async function withAssets(design: Design): Promise<Design> {
  const names = new Set(
    sides.flatMap((side) =>
      [...elementsWithin(design[side].elements)].flatMap((element) =>
        element.type === 'image' ? [element.asset] : [],
      ),
    ),
  )
  await Promise.all([...names].map(load))
  const assets = [...names].flatMap((name): [string, Asset][] => {
    const asset = loaded.get(name)
    return asset ? [[name, asset]] : []
  })
  return { ...design, assets: Object.fromEntries(assets) }
}

async function load(name: string): Promise<void> {
  if (loaded.has(name) || missing.has(name)) return
  const response = await fetch(assetAddress(name))
  const mime = response.headers.get('content-type')?.split(';')[0]
  if (!response.ok || (mime !== 'image/png' && mime !== 'image/jpeg')) {
    if (response.status === 404) missing.add(name)
    return
  }
  loaded.set(name, { mime, base64: base64Of(new Uint8Array(await response.arrayBuffer())) })
}

const CHUNK = 0x8000

function base64Of(bytes: Uint8Array): string {
  let binary = ''
  for (let i = 0; i < bytes.length; i += CHUNK) binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK))
  return btoa(binary)
}
