// One field of a form made from a schema, and the fields inside it.
import {
  ActionIcon,
  Button,
  Checkbox,
  Input,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import { Icon } from '../icons.tsx'
import { nameWords } from './names.ts'
import styles from './schema-form.module.css'
import type { Shape } from './shapes.ts'
import { initialOf, JsonText, type Path, variantOf } from './values.ts'

export interface FormState {
  /** Before each element's id, since a page may have several forms. */
  readonly prefix: string
  readonly refusals: ReadonlyMap<string, string>
  readonly secrets: readonly string[]
  change(path: Path, next: unknown): void
}

interface FieldProps<Of extends Shape = Shape> {
  readonly shape: Of
  readonly path: Path
  readonly value: unknown
  readonly label: string
  readonly isRequired: boolean
  /** The form itself: its fields stand without a frame. */
  readonly isWhole?: boolean
  readonly state: FormState
}

export function FieldView(props: FieldProps) {
  const { shape } = props
  switch (shape.kind) {
    case 'text':
      return <TextField {...props} shape={shape} />
    case 'number':
      return <NumberField {...props} shape={shape} />
    case 'truth':
      return <TruthField {...props} shape={shape} />
    case 'choice':
      return <ChoiceField {...props} shape={shape} />
    case 'constant':
      return null
    case 'object':
      return <ObjectField {...props} shape={shape} />
    case 'list':
      return <ListField {...props} shape={shape} />
    case 'variants':
      return <VariantsField {...props} shape={shape} />
    case 'json':
      return <JsonField {...props} />
  }
}

type Of<Kind extends Shape['kind']> = FieldProps<Extract<Shape, { kind: Kind }>>

/** What every input shows of a field. */
function shared({ shape, path, label, isRequired, state }: FieldProps) {
  const dotted = path.join('.')
  return {
    id: `${state.prefix}-${dotted}`,
    'data-path': dotted,
    label,
    description: shape.help,
    required: isRequired,
    error: state.refusals.get(dotted) ?? null,
    autoComplete: 'off',
  }
}

function TextField(props: Of<'text'>) {
  const { shape, path, value, state } = props
  const text = typeof value === 'string' ? value : ''
  const same = {
    ...shared(props),
    value: shape.format === 'time' ? localTime(text) : text,
    ...(shape.lengthMax ? { maxLength: shape.lengthMax } : {}),
  }
  const set = (next: string) => state.change(path, next === '' ? undefined : next)
  if (state.secrets.includes(path.join('.'))) {
    return (
      <PasswordInput
        {...same}
        autoComplete="new-password"
        onChange={(event) => set(event.currentTarget.value)}
      />
    )
  }
  if (shape.isLong) {
    return (
      <Textarea
        {...same}
        autosize
        minRows={3}
        maxRows={14}
        onChange={(event) => set(event.currentTarget.value)}
      />
    )
  }
  const types = { text: 'text', date: 'date', time: 'datetime-local', email: 'email', url: 'url' }
  return (
    <TextInput
      {...same}
      type={types[shape.format]}
      onChange={(event) => {
        const { value: typed } = event.currentTarget
        set(shape.format === 'time' && typed !== '' ? new Date(typed).toISOString() : typed)
      }}
    />
  )
}

/** ISO 8601 as a field for date and time wants it: the reader's zone, without naming it. */
function localTime(iso: string): string {
  const at = Date.parse(iso)
  if (Number.isNaN(at)) return ''
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function NumberField(props: Of<'number'>) {
  const { shape, path, value, state } = props
  const { min, max, isWhole } = shape
  return (
    <NumberInput
      {...shared(props)}
      value={typeof value === 'number' ? value : ''}
      allowDecimal={!isWhole}
      {...(min === null ? {} : { min })}
      {...(max === null ? {} : { max })}
      onChange={(next) => state.change(path, typeof next === 'number' ? next : undefined)}
    />
  )
}

function TruthField(props: Of<'truth'>) {
  const { required: _required, autoComplete: _complete, ...same } = shared(props)
  return (
    <Checkbox
      {...same}
      checked={props.value === true}
      onChange={(event) => props.state.change(props.path, event.currentTarget.checked)}
    />
  )
}

function ChoiceField(props: Of<'choice'>) {
  const { shape, path, value, isRequired, state } = props
  const choice = typeof value === 'string' || typeof value === 'number' ? value : ''
  const index = shape.choices.indexOf(choice)
  return (
    <NativeSelect
      {...shared(props)}
      value={index === -1 ? '' : String(index)}
      onChange={(event) =>
        state.change(path, shape.choices[Number(event.currentTarget.value || -1)])
      }
    >
      <option value="">{isRequired ? 'Choose …' : 'None'}</option>
      {shape.choices.map((each, at) => (
        <option key={String(each)} value={String(at)}>
          {String(each)}
        </option>
      ))}
    </NativeSelect>
  )
}

function ObjectField(props: Of<'object'>) {
  const { shape, path, value, label, isRequired, isWhole, state } = props
  const record = typeof value === 'object' && value !== null ? { ...value } : {}
  const fields = shape.fields.map(({ name, shape: of, isRequired: must }) => (
    <FieldView
      key={name}
      shape={of}
      path={[...path, name]}
      value={(record as Record<string, unknown>)[name]}
      label={of.title ?? nameWords(name)}
      isRequired={must}
      state={state}
    />
  ))
  if (isWhole) {
    return fields.length > 0 ? (
      <div className={styles.fields}>{fields}</div>
    ) : (
      <p className={styles.quiet}>It takes no input.</p>
    )
  }
  if (!isRequired && value === undefined) {
    return <AddButton {...props} onAdd={() => state.change(path, initialOf(shape, true))} />
  }
  return (
    <fieldset className={styles.set}>
      <legend>{label}</legend>
      {shape.help && <p className={styles.quiet}>{shape.help}</p>}
      <div className={styles.fields}>{fields}</div>
      {!isRequired && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          onClick={() => state.change(path, undefined)}
        >
          Leave out
        </Button>
      )}
    </fieldset>
  )
}

function ListField(props: Of<'list'>) {
  const { shape, path, value, label, isRequired, state } = props
  const items: readonly unknown[] = Array.isArray(value) ? value : []
  const item = shape.item()
  const set = (next: readonly unknown[]) =>
    state.change(path, next.length === 0 && !isRequired ? undefined : next)
  const isFull = shape.countMax !== null && items.length >= shape.countMax
  const error = state.refusals.get(path.join('.'))
  return (
    <fieldset className={styles.set} data-path={path.join('.')}>
      <legend>
        {label}
        {isRequired && <span aria-hidden="true"> *</span>}
      </legend>
      {shape.help && <p className={styles.quiet}>{shape.help}</p>}
      {items.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item of a list is known by its place alone
        <div key={index} className={styles.item}>
          <FieldView
            shape={item}
            path={[...path, index]}
            value={each}
            label={`${label} ${index + 1}`}
            isRequired={true}
            state={state}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove ${label} ${index + 1}`}
            onClick={() => set(items.filter((_, at) => at !== index))}
          >
            <Icon name="close" />
          </ActionIcon>
        </div>
      ))}
      {error && <Input.Error>{error}</Input.Error>}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Icon name="plus" size={13} />}
        disabled={isFull}
        onClick={() => set([...items, initialOf(item, true) ?? ''])}
      >
        Add {label.toLowerCase()}
      </Button>
    </fieldset>
  )
}

function VariantsField(props: Of<'variants'>) {
  const { shape, path, value, label, isRequired, state } = props
  if (!isRequired && value === undefined) {
    return <AddButton {...props} onAdd={() => state.change(path, initialOf(shape, true) ?? '')} />
  }
  const at = variantOf(shape.variants, value)
  const chosen = shape.variants[at]
  return (
    <fieldset className={styles.set}>
      <legend>{label}</legend>
      {shape.help && <p className={styles.quiet}>{shape.help}</p>}
      <div className={styles.fields}>
        <NativeSelect
          id={`${state.prefix}-${path.join('.')}-kind`}
          label="Kind"
          value={String(at)}
          onChange={(event) => {
            const next = shape.variants[Number(event.currentTarget.value)]
            if (next) state.change(path, initialOf(next, true) ?? '')
          }}
        >
          {shape.variants.map((variant, index) => (
            <option key={variantName(variant, index)} value={String(index)}>
              {variantName(variant, index)}
            </option>
          ))}
        </NativeSelect>
        {chosen && (
          <FieldView
            shape={chosen}
            path={path}
            value={value}
            label={chosen.kind === 'object' ? label : 'Value'}
            isRequired={true}
            isWhole={chosen.kind === 'object'}
            state={state}
          />
        )}
      </div>
    </fieldset>
  )
}

/** A variant is named by its title, or by the constant that tells it from the others. */
function variantName(shape: Shape, index: number): string {
  if (shape.title) return shape.title
  if (shape.kind !== 'object') return nameWords(shape.kind)
  const constant = shape.fields.find((field) => field.shape.kind === 'constant')?.shape
  return constant?.kind === 'constant' ? nameWords(String(constant.value)) : `Kind ${index + 1}`
}

function JsonField(props: FieldProps) {
  const { value, path, state } = props
  const text =
    value instanceof JsonText
      ? value.text
      : value === undefined
        ? ''
        : JSON.stringify(value, null, 2)
  return (
    <Textarea
      {...shared(props)}
      description={props.shape.help ? `${props.shape.help} (JSON)` : 'JSON'}
      className={styles.json ?? ''}
      autosize
      minRows={2}
      maxRows={14}
      spellCheck={false}
      value={text}
      onChange={(event) => state.change(path, new JsonText(event.currentTarget.value))}
    />
  )
}

function AddButton(props: FieldProps & { onAdd: () => void }) {
  return (
    <div>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Icon name="plus" size={13} />}
        onClick={props.onAdd}
      >
        Add {props.label.toLowerCase()}
      </Button>
      {props.shape.help && <p className={styles.quiet}>{props.shape.help}</p>}
    </div>
  )
}
