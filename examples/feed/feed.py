"""A feed of 100 posts that takes 100 ms to put together, as one behind a database does."""

import json
import time


def app(environ, start_response):
    if environ["PATH_INFO"] != "/feed":
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]
    time.sleep(0.1)
    made = time.strftime("%H:%M:%S")
    posts = [{"id": i, "title": f"Post {i}", "text": "What is new. " * 20} for i in range(100)]
    body = json.dumps({"made": made, "posts": posts}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
