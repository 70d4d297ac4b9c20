import ws from 'k6/ws';
import { check } from 'k6';

export const options = {
  iterations: 2,
  thresholds: { ws_sessions: ['count==2'], ws_msgs_sent: ['count==6'], ws_msgs_received: ['count==6'] },
};

export default function () {
  const url = `${__ENV.BASE.replace('http', 'ws')}/ws/echo?iter=${__ITER}`;
  const params = { headers: { 'X-Own': 'yes', 'Sec-WebSocket-Protocol': 'chat, other' }, tags: { kind: 'own' } };
  const response = ws.connect(url, params, (socket) => {
    const got = [];
    socket.on('open', () => {
      socket.send('one');
      socket.send('둘');
      socket.sendBinary(new Uint8Array([1, 2, 255]).buffer);
    });
    socket.on('message', (text) => {
      got.push(text);
    });
    socket.on('binaryMessage', (bytes) => {
      got.push(new Uint8Array(bytes).join(' '));
      socket.ping();
    });
    socket.on('pong', () => {
      socket.setTimeout(() => socket.close(), 20);
    });
    socket.on('close', (code) => console.log('closed', code, got.join()));
    socket.on('error', (e) => console.log('error', e.error()));
  });
  check(response, {
    101: (r) => r.status === 101,
    'has headers': (r) => r.headers.Upgrade === 'websocket',
    protocol: (r) => r.headers['Sec-Websocket-Protocol'] === 'chat',
    'has its URL': (r) => r.url.endsWith(`iter=${__ITER}`),
  });
}
