import { WebSocket } from 'k6/websockets';

export const options = { iterations: 1 };

function talk(path, more = () => {}) {
  return new Promise((resolve) => {
    const socket = new WebSocket(path.startsWith('/') ? `${__ENV.BASE.replace('http', 'ws')}${path}` : path);
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => {
      console.log(path, typeof data === 'string' ? data : `${data.byteLength} bytes`);
      more(socket, data);
    };
    socket.onping = () => console.log(path, 'ping');
    socket.onpong = () => console.log(path, 'pong');
    socket.onerror = (e) => console.log(path, 'error', e.type, typeof e.error);
    socket.onclose = (e) => {
      console.log(path, 'close', e.code);
      resolve();
    };
    if (path === '/ws/echo') {
      socket.onopen = () => {
        socket.ping();
        socket.send('hello');
      };
    }
  });
}

export default async function () {
  await talk('/ws/greet', (socket, data) => data instanceof ArrayBuffer && setTimeout(() => socket.close(), 50));
  await talk('/ws/close/1001');
  await talk('/ws/echo', (socket) => setTimeout(() => socket.close(), 20));
  await talk('/status/404');
  await talk('ws://127.0.0.1:1/');
  for (const wrong of ['http://127.0.0.1/', 'nonsense', '']) {
    try {
      const socket = new WebSocket(wrong);
      console.log('taken', wrong, socket.readyState);
      socket.onerror = () => {};
    } catch (e) {
      console.log('refused', wrong, e.name);
    }
  }
}
