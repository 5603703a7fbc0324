/** The app starts here. */
import './components/trusted'
import { mount } from 'svelte'
import './components/tokens.css'
import './components/controls.css'
import App from './App.svelte'
import { localeFor, useLocale } from './core/locale'
import { phone } from './sync/phone'

useLocale(localeFor(navigator.languages))

// The store opens while the app is drawn; that it does not open is said there.
void phone().catch(() => undefined)

const target = document.getElementById('app')
if (target !== null) mount(App, { target })
