// A QR code as an SVG picture: always dark on white, with the quiet border that cameras ask for.

import { encodeQR } from 'qr'

/** Quiet zone around the code, in modules (ISO/IEC 18004, 5.3.8). */
const QUIET_MODULES = 4

/** `text` as an SVG document; scales to whatever box it is put in. */
export function qrSvg(text: string): string {
  // Medium error correction (15 %): still read with a smudge, and not denser than a phone screen shows well.
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_MODULES })
  const size = rows.length
  const path = rows.map((row, y) => rowPath(row, y)).join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" ` +
    `aria-label="QR code"><rect width="${size}" height="${size}" fill="#fff"/><path fill="#000" d="${path}"/></svg>`
  )
}

/** One path piece for each run of dark modules in row `y`. */
function rowPath(row: readonly boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < row.length; x++) {
    const start = x
    while (row[x]) x++
    if (x > start) path += `M${start} ${y}h${x - start}v1h-${x - start}z`
  }
  return path
}
