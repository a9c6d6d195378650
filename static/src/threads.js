// A discussion of a room: what others say appears here, what is written here goes out once, and what was seen is marked as read.
// Without this script the pages work by reloading, and by a button.
import { pick } from './threads/people.js'
import { thread } from './threads/thread.js'

for (const place of document.querySelectorAll('[data-people]')) pick(place)
thread()
