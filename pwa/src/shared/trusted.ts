/** The doctor's page starts no worker. */
import { trust } from '../components/trust'

trust()
