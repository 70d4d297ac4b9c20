// What Node's parser makes of a request: method and target in the first line of the answer, then the body.
import http from 'node:http';
const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat([Buffer.from(`${request.method} ${request.url}\n`, 'latin1'), ...parts]);
    response.writeHead(200, {'Content-Length': body.length});
    response.end(request.method === 'HEAD' ? undefined : body);
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1');
