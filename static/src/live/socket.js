// The one way in which a page opens its socket: reconnections are spread, and both ways of travelling are tried.
import { io } from 'socket.io-client'

export const dial = (csrf) => io({
  transports: ['websocket', 'polling'],
  tryAllTransports: true,
  auth: { csrf, lang: document.documentElement.lang },
  reconnectionDelay: 500,
  reconnectionDelayMax: 10000,
  randomizationFactor: 0.5,
})
