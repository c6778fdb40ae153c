// Block Kit as document nodes: section, markdown, header, context, divider, actions, rich text. A block it does not know is named, not
// hidden.
import { element, link } from './dom.ts'
import { markdown, mrkdwn, type NameOf } from './text.ts'

type Shape = Record<string, unknown>
export type Press = (blockId: string, actionId: string, button: HTMLButtonElement) => void

const list = (value: unknown) => (Array.isArray(value) ? (value as Shape[]) : [])
const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** All blocks of a message. */
export function renderBlocks(blocks: unknown[], nameOf: NameOf, press: Press): HTMLElement[] {
  return (blocks as Shape[]).map((block) => renderBlock(block, nameOf, press))
}

function renderBlock(block: Shape, nameOf: NameOf, press: Press): HTMLElement {
  switch (block.type) {
    case 'section': {
      const fields = list(block.fields).map((field) =>
        element('div', {}, [textObject(field, nameOf)]),
      )
      const side = block.accessory ? [renderElement(block.accessory as Shape, block, press)] : []
      const body = element('div', { class: 'grow' }, [
        block.text ? textObject(block.text as Shape, nameOf) : null,
        fields.length > 0 ? element('div', { class: 'fields' }, fields) : null,
      ])
      return element('div', { class: 'section' }, [body, ...side])
    }
    case 'markdown':
      return element('div', {}, [markdown(text(block.text), nameOf)])
    case 'header':
      return element('p', { class: 'heading' }, [text((block.text as Shape | undefined)?.text)])
    case 'context':
      return element(
        'div',
        { class: 'context' },
        list(block.elements).map((item) => element('span', {}, [textObject(item, nameOf)])),
      )
    case 'divider':
      return element('hr')
    case 'actions':
      return element(
        'div',
        { class: 'actions' },
        list(block.elements).map((item) => renderElement(item, block, press)),
      )
    case 'rich_text':
      return element(
        'div',
        {},
        list(block.elements).map((item) => renderRich(item, nameOf)),
      )
    default:
      return element('p', { class: 'quiet' }, [`(a ${text(block.type) || 'nameless'} block)`])
  }
}

function textObject(object: Shape, nameOf: NameOf): Node {
  return object.type === 'mrkdwn'
    ? mrkdwn(text(object.text), nameOf)
    : element('p', {}, [text(object.text)])
}

function renderElement(item: Shape, block: Shape, press: Press): HTMLElement {
  const label = text((item.text as Shape | undefined)?.text)
  if (item.type !== 'button') return element('span', { class: 'quiet' }, [`(a ${text(item.type)})`])
  const url = text(item.url)
  if (url !== '') {
    const made = link(url, label)
    made.className = 'button'
    return made
  }
  const button = element('button', { type: 'button', class: `button ${text(item.style)}` }, [label])
  button.addEventListener('click', () => press(text(block.block_id), text(item.action_id), button))
  return button
}

function renderRich(item: Shape, nameOf: NameOf): HTMLElement {
  const inner = list(item.elements)
  if (item.type === 'rich_text_list')
    return element(
      item.style === 'ordered' ? 'ol' : 'ul',
      {},
      inner.map((one) => element('li', {}, [renderRich(one, nameOf)])),
    )
  const pieces = inner.map((one) => renderRichText(one, nameOf))
  if (item.type === 'rich_text_preformatted') return element('pre', {}, pieces)
  return element(item.type === 'rich_text_quote' ? 'blockquote' : 'p', {}, pieces)
}

function renderRichText(item: Shape, nameOf: NameOf): Node {
  const style = (item.style ?? {}) as Shape
  if (item.type === 'user')
    return element('span', { class: 'mention' }, [`@${nameOf(text(item.user_id))}`])
  if (item.type === 'channel')
    return element('span', { class: 'mention' }, [nameOf(text(item.channel_id))])
  if (item.type === 'link') return link(text(item.url), text(item.text) || text(item.url))
  if (item.type === 'emoji') return document.createTextNode(`:${text(item.name)}:`)
  const plain = text(item.text)
  if (style.code) return element('code', {}, [plain])
  if (style.bold) return element('strong', {}, [plain])
  return style.italic ? element('em', {}, [plain]) : document.createTextNode(plain)
}
