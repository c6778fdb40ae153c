// What Slack refuses in a message: the documented limits of Block Kit and of message metadata.
// Sources: docs.slack.dev/reference/block-kit/blocks and the limits collected in the project's research; a hub that stays inside
// them here stays inside them there.

/** Slack's refusal: an error code, and the sentences of `response_metadata.messages`. */
export interface Refusal {
  error: string
  messages: string[]
}

const blocksMax = 50
const markdownCharactersMax = 12_000
const messageMarkdownCharactersMax = 13_200

type Shape = Record<string, unknown>
const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const lengthOf = (value: unknown) => (typeof value === 'string' ? value.length : -1)

/** `null` when Slack would take the blocks. */
export function refuseBlocks(blocks: unknown): Refusal | null {
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks_format', messages: [] }
  const wrong: string[] = []
  if (blocks.length > blocksMax)
    wrong.push(`no more than ${blocksMax} items allowed [json-pointer:/blocks]`)
  const blockIds = new Set<unknown>()
  let markdownCharacters = 0
  blocks.slice(0, blocksMax).forEach((block: unknown, index) => {
    const at = `/blocks/${index}`
    if (!isShape(block)) {
      wrong.push(`must be an object [json-pointer:${at}]`)
      return
    }
    if (block.block_id !== undefined) {
      if (lengthOf(block.block_id) < 1 || lengthOf(block.block_id) > 255)
        wrong.push(`invalid block_id [json-pointer:${at}/block_id]`)
      if (blockIds.has(block.block_id))
        wrong.push(`block_id already exists [json-pointer:${at}/block_id]`)
      blockIds.add(block.block_id)
    }
    if (block.type === 'markdown') markdownCharacters += Math.max(0, lengthOf(block.text))
    wrong.push(...wrongOfBlock(block, at))
  })
  if (wrong.length > 0)
    return { error: 'invalid_blocks', messages: wrong.map((text) => `[ERROR] ${text}`) }
  return markdownCharacters > messageMarkdownCharactersMax
    ? { error: 'msg_blocks_too_long', messages: [] }
    : null
}

function wrongOfBlock(block: Shape, at: string): string[] {
  switch (block.type) {
    case 'divider':
    case 'rich_text':
    case 'image':
    case 'video':
    case 'file':
    case 'table':
    case 'context_actions':
    case 'input':
      return []
    case 'header':
      return wrongOfText(block.text, `${at}/text`, 150, ['plain_text'])
    case 'section': {
      const fields = Array.isArray(block.fields) ? block.fields : []
      if (block.text === undefined && fields.length === 0)
        return [`missing required field: text [json-pointer:${at}]`]
      if (fields.length > 10) return [`no more than 10 items allowed [json-pointer:${at}/fields]`]
      return [
        ...(block.text === undefined ? [] : wrongOfText(block.text, `${at}/text`, 3000)),
        ...fields.flatMap((field, index) => wrongOfText(field, `${at}/fields/${index}`, 2000)),
        ...(isShape(block.accessory) ? wrongOfElement(block.accessory, `${at}/accessory`) : []),
      ]
    }
    case 'context': {
      const elements = Array.isArray(block.elements) ? block.elements : []
      if (elements.length < 1 || elements.length > 10)
        return [`must have 1 to 10 elements [json-pointer:${at}/elements]`]
      return elements.flatMap((element, index) =>
        isShape(element) && element.type === 'image'
          ? []
          : wrongOfText(element, `${at}/elements/${index}`, 3000),
      )
    }
    case 'actions': {
      const elements = Array.isArray(block.elements) ? block.elements : []
      if (elements.length < 1 || elements.length > 25)
        return [`must have 1 to 25 elements [json-pointer:${at}/elements]`]
      const ids = elements
        .map((element) => (isShape(element) ? element.action_id : undefined))
        .filter((id) => id !== undefined)
      const twice =
        new Set(ids).size < ids.length
          ? [`action_id already exists [json-pointer:${at}/elements]`]
          : []
      return [
        ...twice,
        ...elements.flatMap((element, index) => wrongOfElement(element, `${at}/elements/${index}`)),
      ]
    }
    case 'markdown':
      return lengthOf(block.text) >= 1 && lengthOf(block.text) <= markdownCharactersMax
        ? []
        : [`must be 1 to ${markdownCharactersMax} characters [json-pointer:${at}/text]`]
    default:
      return [`unsupported type: ${String(block.type)} [json-pointer:${at}/type]`]
  }
}

function wrongOfText(
  text: unknown,
  at: string,
  charactersMax: number,
  types = ['plain_text', 'mrkdwn'],
): string[] {
  if (!isShape(text) || !types.includes(String(text.type)))
    return [`must be a text object of ${types.join(' or ')} [json-pointer:${at}]`]
  const length = lengthOf(text.text)
  return length >= 1 && length <= charactersMax
    ? []
    : [`must be 1 to ${charactersMax} characters [json-pointer:${at}/text]`]
}

function wrongOfElement(element: unknown, at: string): string[] {
  if (!isShape(element) || typeof element.type !== 'string')
    return [`must be an element [json-pointer:${at}]`]
  if (element.type !== 'button') return []
  const wrong = wrongOfText(element.text, `${at}/text`, 75, ['plain_text'])
  if (element.action_id !== undefined && lengthOf(element.action_id) > 255)
    wrong.push(`action_id is too long [json-pointer:${at}/action_id]`)
  if (
    element.value !== undefined &&
    (lengthOf(element.value) < 0 || lengthOf(element.value) > 2000)
  )
    wrong.push(`value is too long [json-pointer:${at}/value]`)
  if (element.url !== undefined && lengthOf(element.url) > 3000)
    wrong.push(`url is too long [json-pointer:${at}/url]`)
  if (element.style !== undefined && !['primary', 'danger'].includes(String(element.style)))
    wrong.push(`unknown style [json-pointer:${at}/style]`)
  return wrong
}

/** `null` when Slack would take the metadata: `{ event_type, event_payload }`. */
export function refuseMetadata(metadata: unknown): Refusal | null {
  const fine =
    isShape(metadata) && typeof metadata.event_type === 'string' && isShape(metadata.event_payload)
  return fine ? null : { error: 'invalid_metadata_format', messages: [] }
}
