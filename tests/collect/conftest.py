"""What the tests of collecting share: an article of our own, and a web server on this machine."""
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

BODY = ("Guards at the harbour stopped three lorries on Monday night, and the drivers were taken to the district "
        "court, where a judge ordered them to be held for two weeks.")
MORE = ("The mayor, who had visited the harbour a day earlier, told the council that the lorries belonged to a firm in "
        "the north which had been warned twice this year.")
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Three lorries stopped</title>
<meta property="article:published_time" content="2016-05-03T21:14:00-04:00"><meta name="author" content="Jane Roe">
<link rel="canonical" href="https://www.harbour.example/a/1"></head>
<body><nav><a href="/">Home</a><a href="/b">Sport</a></nav><article><h1>Three lorries stopped</h1>
<p>{BODY}</p><p>{MORE}</p></article><footer>Copyright, terms, privacy</footer></body></html>"""


@pytest.fixture
def serve():
    """A function that starts a server answering with `answer(handler)` and gives its address."""
    running = []

    def start(answer):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                try:
                    answer(self)
                except OSError:  # the client has hung up, as some tests want
                    self.close_connection = True

            def log_message(self, *_):
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()
