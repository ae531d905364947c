import type { Gradient, Paint, Solid, Spot } from './design-paint.ts'

export const isSolid = (paint: Paint): paint is Solid => typeof paint === 'string' || paint.kind === 'cmyk'

const isSpot = (paint: Paint): paint is Spot => typeof paint !== 'string' && paint.kind === 'spot'

export const isGradient = (paint: Paint): paint is Gradient => !isSolid(paint) && !isSpot(paint)

/** Red, green and blue from 0 to 1; inks are mixed as ISO 32000-1 §10.3.5 converts DeviceCMYK. */
export function rgbOf(solid: Solid): [number, number, number] {
  if (typeof solid === 'string')
    return [1, 3, 5].map((i) => Number.parseInt(solid.slice(i, i + 2), 16) / 255) as [number, number, number]
  return [solid.c, solid.m, solid.y].map((ink) => 1 - Math.min(100, ink + solid.k) / 100) as [
    number,
    number,
    number,
  ]
}

export const hexOf = (solid: Solid): string =>
  typeof solid === 'string'
    ? solid
    : `#${rgbOf(solid)
        .map((part) =>
          Math.round(part * 255)
            .toString(16)
            .padStart(2, '0'),
        )
        .join('')}`

/** How a screen shows an ink that no screen has, in full tint: its colour, and how much of what lies under it it hides. */
export const inkPreview: Readonly<Record<Spot['ink'], { colour: string; opacity: number }>> = {
  foil: { colour: '#D8B661', opacity: 1 },
  uv: { colour: '#5B7BFF', opacity: 0.16 },
  white: { colour: '#FFFFFF', opacity: 1 },
  varnish: { colour: '#FFFFFF', opacity: 0.14 },
}

/** Relative luminance from 0 to 1, WCAG 2.2. */
export function luminanceOf(solid: Solid): number {
  const [r, g, b] = rgbOf(solid).map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
