// A logo as the hub takes it. The browser checks what it can before anything is sent: the hub checks again, by the bytes.

export interface Logo {
  readonly mediaType: string
  readonly base64: string
}

export const logoTypes = ['image/png', 'image/jpeg', 'image/webp'] as const
const bytesMax = 64 * 1024
const pixelsMin = 16
const pixelsMax = 2048

/** The logo, or the sentence that says why the file is none. */
export async function readLogo(file: File): Promise<Logo | string> {
  if (!(logoTypes as readonly string[]).includes(file.type)) {
    return 'A logo is a PNG, JPEG or WebP picture.'
  }
  if (file.size > bytesMax) {
    return `This one has ${Math.ceil(file.size / 1024)} KiB; a logo has 64 at most. Make it smaller.`
  }
  const size = await sizeOf(file)
  if (size === null) return 'The browser cannot read this picture.'
  const sides = [size.width, size.height]
  if (sides.some((side) => side < pixelsMin || side > pixelsMax)) {
    return `This one is ${sides.join(' by ')} pixels; each side has ${pixelsMin} to ${pixelsMax}.`
  }
  return { mediaType: file.type, base64: await base64Of(file) }
}

async function sizeOf(file: File): Promise<{ width: number; height: number } | null> {
  try {
    const bitmap = await createImageBitmap(file)
    const { width, height } = bitmap
    bitmap.close()
    return { width, height }
  } catch {
    return null
  }
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
