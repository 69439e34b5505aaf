"""A diary of what was done: follows Rondo's events through a Dapr sidecar of its own. diary.py PORT"""
import json, os, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SUBSCRIPTIONS = [
    {"pubsubname": "pubsub-kafka", "topic": "task-events", "deadLetterTopic": "task-events-dlq-diary", "routes": {
        "rules": [{"match": 'event.type == "task.completed"', "path": "/done"}], "default": "/ignored"}},
    {"pubsubname": "pubsub-kafka", "topic": "task-events-dlq-diary", "routes": {"default": "/dead-letter"}},
]
latest = {}  # task -> version. Yours belongs into a database, in one transaction with what you do

def done(event):
    task = event["data"]["task"]
    if task["version"] > latest.get(task["id"], 0):  # else it is a copy, or older than what was seen
        print("done:", task["title"], event["id"], flush=True)
        latest[task["id"]] = task["version"]

class Diary(BaseHTTPRequestHandler):
    def do_GET(self):  # what to bring, or whether to bring anything (/healthz)
        self.answer(SUBSCRIPTIONS if self.path == "/dapr/subscribe" else {})
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("dapr-api-token", "") != os.environ.get("APP_API_TOKEN", ""):
            return self.answer({}, 401)
        try:
            if self.path == "/done":
                done(json.loads(body))
            elif self.path == "/dead-letter":
                print("given up:", body.decode(), flush=True)  # look at it, mend, bring it again
            self.answer({"status": "SUCCESS"})
        except (ValueError, KeyError):  # never right: to the dead letters. What may pass gets RETRY
            self.answer({"status": "DROP"})

    def answer(self, value, status=200):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())
    log_message = lambda *_: None
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Diary).serve_forever()
