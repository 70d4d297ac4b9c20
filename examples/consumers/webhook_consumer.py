"""Takes webhooks of Tidegate, each event once, with nothing but Python and SQLite.

An event may come twice, and may come late. So its id is noted in the same transaction as what it
does: either both are there, or neither. Run it as

    WEBHOOK_SECRETS=whsec_... python3 webhook_consumer.py PORT FILE
"""

import base64
import hashlib
import hmac
import http.server
import json
import os
import sqlite3
import sys
import time

TOLERANCE_S = 300
BODY_MAX = 1 << 16


def signed(secrets, headers, body, now):
    """Whether one of the secrets made the signature, not long ago (Standard Webhooks 1.0.0)."""
    event_id = headers.get("webhook-id", "")
    stamp = headers.get("webhook-timestamp", "")
    if not stamp.isdigit() or abs(now - int(stamp)) > TOLERANCE_S:
        return False
    content = f"{event_id}.{stamp}.".encode() + body
    given = [part[3:] for part in headers.get("webhook-signature", "").split(" ") if part.startswith("v1,")]
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        wanted = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        if any(hmac.compare_digest(wanted, one) for one in given):
            return True
    return False


def open_store(file):
    store = sqlite3.connect(file, isolation_level=None)
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY)")
    store.execute("CREATE TABLE IF NOT EXISTS units (offer INTEGER PRIMARY KEY, issued INTEGER NOT NULL)")
    return store


def take(store, event):
    """Does what the event means, once however often it comes. Returns whether it was new."""
    store.execute("BEGIN IMMEDIATE")
    try:
        new = store.execute("INSERT OR IGNORE INTO seen VALUES (?)", (event["id"],)).rowcount == 1
        if new:
            apply(store, event["type"], event["data"])
        store.execute("COMMIT")
        return new
    except BaseException:
        store.execute("ROLLBACK")
        raise


def apply(store, kind, data):
    """Counts units that are issued, by offer. Put what your shop does here."""
    if kind in ("io.tidegate.claim.issued.v1", "io.tidegate.claim.paid.v1") and "offer" in data:
        store.execute(
            "INSERT INTO units VALUES (?, ?) ON CONFLICT (offer) DO UPDATE SET issued = issued + excluded.issued",
            (data["offer"], data["quantity"]),
        )


class Consumer(http.server.BaseHTTPRequestHandler):
    secrets = []
    store = None

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        if length > BODY_MAX:
            return self.answer(413)
        body = self.rfile.read(length)
        if not signed(self.secrets, self.headers, body, time.time()):
            return self.answer(401)
        # Only when this has returned is the event safe with us, and only then we say so.
        self.answer(200 if take(self.store, json.loads(body)) else 208)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def main():
    Consumer.secrets = os.environ["WEBHOOK_SECRETS"].split()
    Consumer.store = open_store(sys.argv[2])
    server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Consumer)
    print(f"listening on {server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
