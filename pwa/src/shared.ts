/** The doctor's page: a small entry of its own, without the app, the database or the service worker. */
import './components/trusted'
import { mount } from 'svelte'
import './components/tokens.css'
import './components/controls.css'
import { plotly } from './components/chart/draw'
import Shared from './shared/Shared.svelte'

const target = document.getElementById('shared')
if (target !== null) mount(Shared, { target })
// Made ready while the server works on the page; a chart that misses it tries again, and then says so.
plotly().catch(() => undefined)
