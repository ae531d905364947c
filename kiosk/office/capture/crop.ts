/** How a picture is framed: how much closer than whole, and where, from 0 (left, top) to 1 (right, bottom). */
export interface Framing {
  closer: number
  across: number
  down: number
}

export const WHOLE: Framing = { closer: 1, across: 0.5, down: 0.5 }
export const CLOSEST = 4

export interface Size {
  width: number
  height: number
}

/** The part of a picture that fills a frame of this shape; always inside the picture. */
export function cropOf(picture: Size, frame: Size, { closer, across, down }: Framing) {
  const scale = Math.min(picture.width / frame.width, picture.height / frame.height) / closer
  const [width, height] = [frame.width * scale, frame.height * scale]
  return { x: (picture.width - width) * across, y: (picture.height - height) * down, width, height }
}

/** The framing after the picture was pushed by so much of the frame's own size. */
export function pushed(picture: Size, frame: Size, framing: Framing, by: { x: number; y: number }): Framing {
  const { width, height } = cropOf(picture, frame, framing)
  return {
    ...framing,
    across: moved(framing.across, picture.width - width, by.x * width),
    down: moved(framing.down, picture.height - height, by.y * height),
  }
}

const moved = (at: number, room: number, push: number): number =>
  room <= 0 ? at : Math.min(1, Math.max(0, at - push / room))
