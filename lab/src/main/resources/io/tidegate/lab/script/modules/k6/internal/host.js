// What the user in Java does for scripts. Nobody else sees it: the first reader takes it away.
const host = globalThis.__host;
delete globalThis.__host;
export default host;
