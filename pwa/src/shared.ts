/** The doctor's page: built for itself (`vite.doctor.config.ts`), without the app, the database or the service worker. */
import './shared/trusted'
import { mount } from 'svelte'
import './components/tokens.css'
import './components/controls.css'
import Shared from './shared/Shared.svelte'

const target = document.getElementById('shared')
// The chart library is fetched beside this (`doctors.mjs`) and run by the first chart, when the words stand on the
// page: running it takes a slow phone a second, in which the server's answer would have to wait.
if (target !== null) mount(Shared, { target })
