// The dashboard's entry. Mantine's variables come from its stylesheets and ours from theme.css: it writes no <style> element of its
// own, so the content security policy needs no 'unsafe-inline'.
import './brand/mantine.css'
import './brand/theme.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { theme } from './brand/theme.ts'
import { makeQueryClient } from './hub/query-client.ts'
import { makeRouter } from './router.tsx'

const place = document.getElementById('root')
if (place === null) throw new Error('the page has no #root')
const queryClient = makeQueryClient()
const router = makeRouter(queryClient)
createRoot(place).render(
  <MantineProvider
    theme={theme}
    defaultColorScheme="auto"
    withCssVariables={false}
    withGlobalClasses={false}
  >
    <QueryClientProvider client={queryClient}>
      <Notifications position="bottom-right" />
      <RouterProvider router={router} />
    </QueryClientProvider>
  </MantineProvider>,
)
