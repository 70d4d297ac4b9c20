import { WebSocket } from 'k6/websockets';

export const options = {
  iterations: 2,
  thresholds: { ws_sessions: ['count==2'], ws_msgs_sent: ['count==6'], ws_msgs_received: ['count==4'] },
};

export default function () {
  const url = `${__ENV.BASE.replace('http', 'ws')}/ws/echo?iter=${__ITER}`;
  const socket = new WebSocket(url, ['chat', 'other'], { headers: { 'X-Own': 'yes' }, tags: { kind: 'own' } });
  socket.binaryType = 'arraybuffer';
  console.log(socket.readyState, socket.url === url, WebSocket.OPEN);
  let got = 0;
  socket.addEventListener('open', () => {
    console.log('open', socket.readyState, socket.protocol, socket.bufferedAmount);
    socket.send('one');
    socket.send(new Uint8Array([1, 2, 255]).buffer);
  });
  socket.addEventListener('message', (event) => {
    const text = typeof event.data === 'string' ? event.data : new Uint8Array(event.data).join(' ');
    console.log('message', event.type, text);
    if (++got === 2) socket.close(1000, 'enough');
  });
  socket.onclose = (event) => console.log('close', event.type, event.code, event.reason, event.wasClean, socket.readyState);
  socket.onerror = (event) => console.log('error', event.error);
}
