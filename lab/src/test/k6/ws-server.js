import ws from 'k6/ws';

export const options = { iterations: 1 };

export default function () {
  const base = __ENV.BASE.replace('http', 'ws');
  ws.connect(`${base}/ws/greet`, null, (socket) => {
    socket.on('message', (text) => console.log('text', text));
    socket.on('ping', () => console.log('ping'));
    socket.on('binaryMessage', (bytes) => {
      console.log('bytes', bytes.byteLength);
      socket.setTimeout(() => socket.close(4001), 50);
    });
    socket.on('close', (code) => console.log('closed', code));
  });
  ws.connect(`${base}/ws/close/1001`, (socket) => {
    socket.on('close', (code) => console.log('closed by the server', code));
    socket.on('error', (e) => console.log('error', e.error()));
  });
  let ticks = 0;
  ws.connect(`${base}/ws/echo`, {}, (socket) => {
    socket.on('open', () => socket.setInterval(() => (++ticks === 3 ? socket.close() : socket.send(`tick ${ticks}`)), 20));
  });
  console.log(ticks);
  for (const url of [`${base}/status/404`, 'ws://127.0.0.1:1/', 'nonsense']) {
    try {
      const response = ws.connect(url, null, (socket) => socket.on('error', (e) => console.log('socket error')));
      console.log(response.status, response.error.length > 0);
    } catch (e) {
      console.log('throws', e.name);
    }
  }
}
