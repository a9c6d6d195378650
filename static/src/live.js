// What others write appears here, and what is written here goes out, once. Without this script the page works by reloading.
import { start } from './live/page.js'

start()
