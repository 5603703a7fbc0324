/** The doctor's page: a small entry of its own, without the app, the database or the service worker. */
import './components/trusted'
import { mount } from 'svelte'
import './components/tokens.css'
import './components/controls.css'
import Shared from './shared/Shared.svelte'

const target = document.getElementById('shared')
if (target !== null) mount(Shared, { target })
