export type ErrorLevel = 'L' | 'M' | 'Q' | 'H'
export const errorLevels = ['L', 'M', 'Q', 'H'] as const

export interface QrVersion {
  number: number
  /** Modules along an edge. */
  size: number
  /** Modules that carry codewords. */
  modules: number
  codewords: number
  /** Centres of alignment patterns after the one at 6. */
  alignment: number[]
  /** By level L, M, Q, H: codewords for correction in all, and the blocks that they are shared out to. */
  correction: readonly number[]
  blocks: readonly number[]
}

/** ISO/IEC 18004 tables 1, 9 and E.1: modules, first two alignment centres, correction codewords and blocks by level. */
const TABLE: readonly (readonly [number, number, number, readonly number[], readonly number[]])[] = [
  [208, 98, 99, [7, 10, 13, 17], [1, 1, 1, 1]],
  [359, 18, 99, [10, 16, 22, 28], [1, 1, 1, 1]],
  [567, 22, 99, [15, 26, 36, 44], [1, 1, 2, 2]],
  [807, 26, 99, [20, 36, 52, 64], [1, 2, 2, 4]],
  [1079, 30, 99, [26, 48, 72, 88], [1, 2, 4, 4]],
  [1383, 34, 99, [36, 64, 96, 112], [2, 4, 4, 4]],
  [1568, 22, 38, [40, 72, 108, 130], [2, 4, 6, 5]],
  [1936, 24, 42, [48, 88, 132, 156], [2, 4, 6, 6]],
  [2336, 26, 46, [60, 110, 160, 192], [2, 5, 8, 8]],
  [2768, 28, 50, [72, 130, 192, 224], [4, 5, 8, 8]],
  [3232, 30, 54, [80, 150, 224, 264], [4, 5, 8, 11]],
  [3728, 32, 58, [96, 176, 260, 308], [4, 8, 10, 11]],
  [4256, 34, 62, [104, 198, 288, 352], [4, 9, 12, 16]],
  [4651, 26, 46, [120, 216, 320, 384], [4, 9, 16, 16]],
  [5243, 26, 48, [132, 240, 360, 432], [6, 10, 12, 18]],
  [5867, 26, 50, [144, 280, 408, 480], [6, 10, 17, 16]],
  [6523, 30, 54, [168, 308, 448, 532], [6, 11, 16, 19]],
  [7211, 30, 56, [180, 338, 504, 588], [6, 13, 18, 21]],
  [7931, 30, 58, [196, 364, 546, 650], [7, 14, 21, 25]],
  [8683, 34, 62, [224, 416, 600, 700], [8, 16, 20, 25]],
  [9252, 28, 50, [224, 442, 644, 750], [8, 17, 23, 25]],
  [10068, 26, 50, [252, 476, 690, 816], [9, 17, 23, 34]],
  [10916, 30, 54, [270, 504, 750, 900], [9, 18, 25, 30]],
  [11796, 28, 54, [300, 560, 810, 960], [10, 20, 27, 32]],
  [12708, 32, 58, [312, 588, 870, 1050], [12, 21, 29, 35]],
  [13652, 30, 58, [336, 644, 952, 1110], [12, 23, 34, 37]],
  [14628, 34, 62, [360, 700, 1020, 1200], [12, 25, 34, 40]],
  [15371, 26, 50, [390, 728, 1050, 1260], [13, 26, 35, 42]],
  [16411, 30, 54, [420, 784, 1140, 1350], [14, 28, 38, 45]],
  [17483, 26, 52, [450, 812, 1200, 1440], [15, 29, 40, 48]],
  [18587, 30, 56, [480, 868, 1290, 1530], [16, 31, 43, 51]],
  [19723, 34, 60, [510, 924, 1350, 1620], [17, 33, 45, 54]],
  [20891, 30, 58, [540, 980, 1440, 1710], [18, 35, 48, 57]],
  [22091, 34, 62, [570, 1036, 1530, 1800], [19, 37, 51, 60]],
  [23008, 30, 54, [570, 1064, 1590, 1890], [19, 38, 53, 63]],
  [24272, 24, 50, [600, 1120, 1680, 1980], [20, 40, 56, 66]],
  [25568, 28, 54, [630, 1204, 1770, 2100], [21, 43, 59, 70]],
  [26896, 32, 58, [660, 1260, 1860, 2220], [22, 45, 62, 74]],
  [28256, 26, 54, [720, 1316, 1950, 2310], [24, 47, 65, 77]],
  [29648, 30, 58, [750, 1372, 2040, 2430], [25, 49, 68, 81]],
]

export const qrVersions: readonly QrVersion[] = TABLE.map(
  ([modules, first, second, correction, blocks], i) => {
    const size = 21 + 4 * i
    const alignment: number[] = []
    for (let at = first; at <= size - 7; at += second - first) alignment.push(at)
    return {
      number: i + 1,
      size,
      modules,
      codewords: modules >> 3,
      alignment,
      correction,
      blocks,
    }
  },
)

/** Codewords that carry data at a level. */
export const dataCodewords = ({ codewords, correction }: QrVersion, level: number): number =>
  codewords - (correction[level] ?? 0)
