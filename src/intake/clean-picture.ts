// Draws pictures anew, so that nothing of the file that came is passed on: no place, no camera, no hidden content. Only
// the three formats that are asked for reach the library that decodes them.

import { Problem } from '#domain/problem.ts'

import type { CleanPictureOf } from '#ports/pictures.ts'

/** Largest file taken, in bytes: 2 MB. */
export const PICTURE_MAX_BYTES = 2_000_000

/** Most pixels decoded, width times height: a phone's 40 megapixels. More in 2 MB is made to fill the memory. */
const PIXELS_MAX = 40_000_000

/** Longest side of the new picture, in pixels: sharp on a wide screen, some 300 kB. */
const SIDE_MAX = 1600

/** JPEG quality, of 100: below it skies show steps. */
const QUALITY = 80

/** Longest that one picture may take, in seconds. */
const SECONDS_MAX = 10

/** {@link CleanPictureOf} by the sharp library, which is loaded with the first picture. */
export const cleanPicture: CleanPictureOf = async (bytes) => {
  if (bytes.length > PICTURE_MAX_BYTES) throw unreadable('has more than 2 MB')
  if (!hasTakenFormat(bytes)) throw unreadable('is neither JPEG nor PNG nor WebP')
  const { default: sharp } = await import('sharp')
  // One picture never takes more than one core from the rest, and leaves nothing in memory.
  sharp.concurrency(1)
  sharp.cache(false)
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error' })
      .timeout({ seconds: SECONDS_MAX })
      .autoOrient()
      .resize({ width: SIDE_MAX, height: SIDE_MAX, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true })
    return { jpeg: new Uint8Array(data), width: info.width, height: info.height }
  } catch (error) {
    throw unreadable('is broken or too large', error)
  }
}

/** By the first bytes: JPEG (ITU T.81), PNG (RFC 2083), WebP (RFC 9649). */
function hasTakenFormat(bytes: Uint8Array): boolean {
  const isAt = (start: number, expected: readonly number[]): boolean =>
    expected.every((byte, index) => bytes[start + index] === byte)
  return (
    isAt(0, [0xff, 0xd8, 0xff]) ||
    isAt(0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) ||
    (isAt(0, [0x52, 0x49, 0x46, 0x46]) && isAt(8, [0x57, 0x45, 0x42, 0x50]))
  )
}

function unreadable(reason: string, cause?: unknown): Problem {
  return new Problem('picture_unreadable', { reason }, { cause })
}
