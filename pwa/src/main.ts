/** The app starts here. */
import './components/trusted'
import { mount } from 'svelte'
import './components/tokens.css'
import './components/controls.css'
import App from './App.svelte'
import { localeFor, useLocale } from './core/locale'

useLocale(localeFor(navigator.languages))

const target = document.getElementById('app')
if (target !== null) mount(App, { target })
