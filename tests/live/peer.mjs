// The official socket.io-client with the modules of static/src/live, without a page: says its list when a line comes in.
// node peer.mjs '{"url", "cookie", "csrf", "stream", "epoch", "seq"}'
import { createInterface } from 'node:readline'
import { io } from 'socket.io-client'
import { follow } from '../../static/src/live/follow.js'

const given = JSON.parse(process.argv[2])
const socket = io(given.url, {
  transports: ['websocket'],
  auth: { csrf: given.csrf, lang: 'en' },
  extraHeaders: { Cookie: given.cookie, Origin: given.url },
  reconnectionDelay: 200,
  reconnectionDelayMax: 1000,
})
let shown = new Map()
const applied = []
let ended = null
const put = (event) => { if (event.new || shown.has(event.ref)) shown.set(event.ref, event.data) }
const at = follow(socket, given, {
  event: (event) => { applied.push(event.seq); put(event) },
  reset: (snapshot) => { shown = new Map(); [...snapshot].reverse().forEach(put) },
  ended: (code) => { ended = code },
  caughtUp: () => {},
  watching: () => {},
})
socket.on('disconnect', (reason) => { if (reason === 'io server disconnect') socket.connect() })
createInterface({ input: process.stdin })
  .on('line', () => console.log(JSON.stringify({ seq: at.seq, applied, order: [...shown.keys()].reverse(), ended })))
  .on('close', () => process.exit(0))
