export { Blob, WebSocket, default } from 'k6/websockets';
