"""A site on 127.0.0.1 whose pages a test writes, and which remembers what it was asked."""

import http.server
import threading
from dataclasses import dataclass, field


@dataclass
class Site:
    """`pages` maps a path to bytes, a status, or (status, headers, bytes); `asked` holds (method, path, headers, body)."""

    pages: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    port: int = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def paths(self):
        return [path for _, path, _, _ in self.asked]

    def answer(self, method, path, headers, body):
        self.asked.append((method, path, headers, body))
        page = self.pages.get(path, 404)
        status, more, data = (
            page if isinstance(page, tuple) else (page, {}, b"") if isinstance(page, int) else (200, {}, page)
        )
        if status == 200 and more.get("ETag") and headers.get("if-none-match") == more["ETag"]:
            return 304, more, b""
        return status, more, data

    def __enter__(self):
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.respond("GET", b"")

            def do_POST(self):
                self.respond("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def respond(self, method, body):
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, more, data = site.answer(method, self.path, headers, body)
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **more}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)
