// What a picture's first bytes say it is, and how large: PNG (W3C PNG 3, §5), JPEG (ITU-T T.81, B.1.1.3 and B.2.2) and WebP
// (RFC 9649). The name and the declared type of what people send are not believed; anything else (SVG, GIF, HTML) is none.

export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp'

export interface ImageHeader {
  readonly mediaType: ImageType
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** Null when the bytes do not begin as one of the three, or end before they say how large it is. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return readPng(view) ?? readWebp(view) ?? readJpeg(view)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function readPng(view: DataView): ImageHeader | null {
  if (view.getBigUint64(0) !== 0x89504e470d0a1a0an || tag(view, 12) !== 'IHDR') return null
  return { mediaType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
}

function readWebp(view: DataView): ImageHeader | null {
  if (tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WEBP') return null
  const mediaType = 'image/webp'
  switch (tag(view, 12)) {
    case 'VP8 ': {
      // RFC 6386 §9.1: the key frame's start code, then 14 bits each.
      if (view.getUint8(23) !== 0x9d || view.getUint16(24) !== 0x012a) return null
      const [width, height] = [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff]
      return { mediaType, width, height }
    }
    case 'VP8L': {
      if (view.getUint8(20) !== 0x2f) return null
      const bits = view.getUint32(21, true)
      return { mediaType, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { mediaType, width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 }
    default:
      return null
  }
}

/** Markers before the frame header; real pictures have a dozen. */
const jpegSegmentsMax = 200

function readJpeg(view: DataView): ImageHeader | null {
  if (view.getUint16(0) !== 0xffd8) return null
  let at = 2
  for (let segments = 0; segments < jpegSegmentsMax; segments++) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    // Fill bytes before a marker.
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
      return { mediaType: 'image/jpeg', width, height }
    }
    // The scan begins, or the picture ends, without a frame.
    if (marker === 0xda || marker === 0xd9) return null
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)))
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
}
