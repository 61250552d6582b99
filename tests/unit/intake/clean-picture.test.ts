// Pictures are drawn anew: what they show stays, all else goes; what is no picture, or a trap, is refused.

import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { cleanPicture, PICTURE_MAX_BYTES } from '#intake/clean-picture.ts'

const RED = { r: 200, g: 10, b: 10 }

const drawn = (
  width: number,
  height: number,
  { alpha = 1, ...colour }: typeof RED & { alpha?: number } = RED,
) => sharp({ create: { width, height, channels: 4, background: { ...colour, alpha } } })

async function colourOf(jpeg: Uint8Array): Promise<readonly number[]> {
  const { data } = await sharp(jpeg).resize(1, 1).raw().toBuffer({ resolveWithObject: true })
  return Array.from(data)
}

const bytesOf = async (picture: Sharp) => new Uint8Array(await picture.toBuffer())

describe('a picture', () => {
  test.each([
    ['JPEG', async () => bytesOf(drawn(40, 20).jpeg())],
    ['PNG', async () => bytesOf(drawn(40, 20).png())],
    ['WebP', async () => bytesOf(drawn(40, 20).webp())],
  ])('as %s becomes a JPEG that shows the same', async (_, made) => {
    const clean = await cleanPicture(await made())
    expect([clean.width, clean.height]).toEqual([40, 20])
    expect((await sharp(clean.jpeg).metadata()).format).toBe('jpeg')
    const [red = 0, green = 255] = await colourOf(clean.jpeg)
    expect(red).toBeGreaterThan(180)
    expect(green).toBeLessThan(40)
  })

  test('loses place, camera and every other note, and what was appended to the file', async () => {
    const noted = await bytesOf(
      drawn(40, 20)
        .jpeg()
        .withExif({
          IFD0: { Copyright: 'Mia Secret', Make: 'Phone' },
          IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 12/1 30/1' },
        })
        .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">Mia Secret</x:xmpmeta>'),
    )
    const hidden = new TextEncoder().encode('<script>Mia Secret</script>')
    const before = new Uint8Array([...noted, ...hidden])
    expect(Buffer.from(before).toString('latin1')).toContain('Mia Secret')
    const { jpeg } = await cleanPicture(before)
    expect(Buffer.from(jpeg).toString('latin1')).not.toContain('Secret')
    const metadata = await sharp(jpeg).metadata()
    expect([metadata.exif, metadata.xmp, metadata.icc, metadata.iptc]).toEqual(Array(4).fill(undefined))
  })

  test('is turned upright before the note that says so is lost', async () => {
    const lying = await bytesOf(
      drawn(40, 20)
        .jpeg()
        .withExif({ IFD0: { Orientation: '6' } })
        .withMetadata({ orientation: 6 }),
    )
    const clean = await cleanPicture(lying)
    expect([clean.width, clean.height]).toEqual([20, 40])
  })

  test('is made smaller when it is large, and never larger', async () => {
    const large = await cleanPicture(await bytesOf(drawn(3200, 800).png()))
    expect([large.width, large.height]).toEqual([1600, 400])
    const small = await cleanPicture(await bytesOf(drawn(3, 2).png()))
    expect([small.width, small.height]).toEqual([3, 2])
  })

  test('that lets light through gets a white ground', async () => {
    const { jpeg } = await cleanPicture(await bytesOf(drawn(8, 8, { r: 0, g: 0, b: 0, alpha: 0 }).png()))
    expect((await colourOf(jpeg)).every((channel) => channel > 250)).toBe(true)
  })
})

describe('refused is', () => {
  const REASONS = {
    size: 'has more than 2 MB',
    format: 'is neither JPEG nor PNG nor WebP',
    content: 'is broken or too large',
  }
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'

  test.each<[string, () => Promise<Uint8Array>, string]>([
    ['nothing', async () => new Uint8Array(), REASONS.format],
    ['a drawing with a script in it', async () => new TextEncoder().encode(svg), REASONS.format],
    ['a page', async () => new TextEncoder().encode('<!doctype html><p>hi'), REASONS.format],
    ['a GIF', async () => bytesOf(drawn(4, 4).gif()), REASONS.format],
    ['a TIFF', async () => bytesOf(drawn(4, 4).tiff()), REASONS.format],
    [
      'a PNG that is a drawing inside',
      async () =>
        new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new TextEncoder().encode(svg)]),
      REASONS.content,
    ],
    ['half a picture', async () => (await bytesOf(drawn(400, 400).jpeg())).slice(0, 300), REASONS.content],
    ['a byte more than 2 MB', async () => new Uint8Array(PICTURE_MAX_BYTES + 1), REASONS.size],
    // 8 000 × 5 001 pixels in a few kilobytes: unpacked it would take 120 MB.
    [
      'a small file with too many pixels',
      async () => bytesOf(drawn(8000, 5001).png({ compressionLevel: 9 })),
      REASONS.content,
    ],
  ])('%s', async (_, made, reason) => {
    const bytes = await made()
    await expect(cleanPicture(bytes)).rejects.toMatchObject({ code: 'picture_unreadable', facts: { reason } })
  })

  test('but not 40 megapixels', async () => {
    const clean = await cleanPicture(await bytesOf(drawn(8000, 5000).png({ compressionLevel: 9 })))
    expect(clean.width).toBe(1600)
  })
})
