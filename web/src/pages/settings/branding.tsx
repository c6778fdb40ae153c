// The organization's own look on letters and hosted pages: a name for people, one colour, a logo. What it comes to is shown beside
// the fields before anything is saved.
import { Button, FileInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useMay } from '../../hub/permissions.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Section } from '../../kit/page.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import { contrastOf, inkOn } from './contrast.ts'
import { type Logo, logoTypes, readLogo } from './logo.ts'
import { type Organization, type OrganizationChanges, useChange } from './organization.ts'
import styles from './settings.module.css'

const fields = ['branding.displayName', 'branding.accentColor', 'branding.logo']
const isColor = (text: string) => /^#[0-9a-f]{6}$/i.test(text)

export function BrandingSection(props: { organization: Organization }) {
  const { organization } = props
  const may = useMay()
  const change = useChange()
  const { branding } = organization
  const form = useForm({
    initialValues: {
      branding: {
        displayName: branding?.displayName ?? '',
        accentColor: branding?.accentColor ?? '',
        logo: undefined as Logo | null | undefined,
      },
    },
    validate: {
      branding: {
        accentColor: (text) =>
          text === '' || isColor(text) ? null : 'A # and six hexadecimal digits, as #7c3aed.',
      },
    },
  })
  const unplaced = useProblem(form, change.problem, fields)
  if (!may('organization:write') || !branding) return null
  const { displayName, accentColor, logo } = form.values.branding
  const setColor = (text: string) =>
    form.setFieldValue('branding.accentColor', text.trim().toLowerCase())
  return (
    <Section title="Look" aside="on letters, sign-in links, invitations and connect pages">
      <form
        className={styles.form}
        noValidate
        onSubmit={form.onSubmit(({ branding: values }) => change.run(changesOf(values)))}
      >
        {unplaced && change.problem && <ErrorCard problem={change.problem} unplaced={unplaced} />}
        <div className={styles.sides}>
          <div className={styles.form}>
            <TextInput
              label="Name for people"
              description="Without: the organization’s name"
              name="branding.displayName"
              placeholder={organization.name}
              maxLength={80}
              {...form.getInputProps('branding.displayName')}
            />
            <TextInput
              label="Accent colour"
              description="Of buttons; text on it is black or white"
              name="branding.accentColor"
              placeholder={defaultColor}
              maxLength={7}
              spellCheck={false}
              leftSection={
                <input
                  type="color"
                  className={styles.swatch}
                  aria-label="Pick the accent colour"
                  value={isColor(accentColor) ? accentColor : defaultColor}
                  onChange={(event) => setColor(event.currentTarget.value)}
                />
              }
              {...form.getInputProps('branding.accentColor')}
              onChange={(event) => setColor(event.currentTarget.value)}
            />
            <LogoField
              logo={logo}
              hasLogo={branding.logoUrl !== null}
              error={form.errors['branding.logo']}
              onError={(says) => form.setFieldError('branding.logo', says)}
              onChange={(next) => form.setFieldValue('branding.logo', next)}
            />
          </div>
          <Preview
            name={displayName.trim() || organization.name}
            color={isColor(accentColor) ? accentColor : defaultColor}
            logoUrl={logo ? urlOf(logo) : logo === null ? null : branding.logoUrl}
          />
        </div>
        <div className={styles.acts}>
          <Button type="submit" loading={change.isRunning}>
            Save the look
          </Button>
        </div>
      </form>
    </Section>
  )
}

const defaultColor = '#0f766e'
const urlOf = ({ mediaType, base64 }: Logo) => `data:${mediaType};base64,${base64}`

function changesOf(values: {
  displayName: string
  accentColor: string
  logo: Logo | null | undefined
}): OrganizationChanges {
  return {
    branding: {
      displayName: values.displayName.trim() || null,
      accentColor: values.accentColor || null,
      ...(values.logo === undefined ? {} : { logo: values.logo }),
    },
  }
}

function LogoField(props: {
  logo: Logo | null | undefined
  hasLogo: boolean
  error: React.ReactNode
  onError: (says: string) => void
  onChange: (logo: Logo | null) => void
}) {
  const { logo, hasLogo, error, onError, onChange } = props
  const [file, setFile] = useState<File | null>(null)
  const choose = async (chosen: File | null) => {
    setFile(chosen)
    if (!chosen) return
    const read = await readLogo(chosen)
    if (typeof read === 'string') onError(read)
    else onChange(read)
  }
  const isThere = logo === undefined ? hasLogo : logo !== null
  return (
    <div className={styles.logoField}>
      <FileInput
        label="Logo"
        description="PNG, JPEG or WebP, at most 64 KiB, 16 to 2048 pixels a side"
        placeholder={isThere ? 'Choose another' : 'Choose a picture'}
        accept={logoTypes.join(',')}
        value={file}
        error={error}
        onChange={(chosen) => void choose(chosen)}
      />
      {isThere && (
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => {
            setFile(null)
            onChange(null)
          }}
        >
          Take the logo away
        </Button>
      )}
    </div>
  )
}

/** A letter in small, in light whatever the reader's own scheme: as mail programs show it. */
function Preview(props: { name: string; color: string; logoUrl: string | null }) {
  const { name, color, logoUrl } = props
  const ink = inkOn(color)
  const onPage = contrastOf(color, '#ffffff')
  return (
    <figure className={styles.preview} aria-label="How a letter looks">
      <div className={styles.letter}>
        <div className={styles.letterHead}>
          {logoUrl && <img className={styles.logo} src={logoUrl} alt="" />}
          <strong>{name}</strong>
        </div>
        <p>You are invited to {name}.</p>
        <span className={styles.letterButton} style={{ backgroundColor: color, color: ink }}>
          Accept the invitation
        </span>
      </div>
      <figcaption className={styles.faint} aria-live="polite">
        Text on it: {ink === '#000000' ? 'black' : 'white'}, {contrastOf(color, ink).toFixed(1)} to
        1.{' '}
        {onPage < 3
          ? 'It is pale on white paper: buttons stand out less.'
          : 'It stands out on white paper.'}
      </figcaption>
    </figure>
  )
}
