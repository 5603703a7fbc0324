/** The two workers of the app are started, and no other script. */
import worker from '../database/aside.worker?worker&url'
import { trust } from './trust'

trust('/service-worker.js', worker)
