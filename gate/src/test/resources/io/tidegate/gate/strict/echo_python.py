"""What uvicorn (by asgi) and gunicorn (by wsgi) make of a request: method and target, then the body."""


async def asgi(scope, receive, send):
    if scope["type"] != "http":
        return
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    query = scope["query_string"]
    target = scope["raw_path"] + (b"?" + query if query else b"")
    answer = scope["method"].encode() + b" " + target + b"\n" + body
    headers = [(b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


def wsgi(environ, start):
    body = environ["wsgi.input"].read()
    line = environ["REQUEST_METHOD"] + " " + environ["RAW_URI"] + "\n"
    answer = line.encode("latin-1") + body
    start("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]
