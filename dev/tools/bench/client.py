"""A browser's part in a measurement: log in, call, download."""

import time

import requests


class Client:
    def __init__(self, url, database, login, password):
        self.url = url
        self.session = requests.Session()
        params = {"db": database, "login": login, "password": password}
        self._post("/web/session/authenticate", params)

    def _post(self, path, params):
        payload = {"jsonrpc": "2.0", "method": "call", "params": params}
        reply = self.session.post(self.url + path, json=payload, timeout=3600).json()
        if "error" in reply:
            raise RuntimeError(reply["error"]["data"]["debug"])
        return reply["result"]

    def call(self, model, method, *args, **kwargs):
        """Call a public method as the web client does."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", params)

    def download(self, path, target=None):
        """GET to the last byte; returns (seconds, bytes received)."""
        start, size = time.perf_counter(), 0
        with self.session.get(self.url + path, stream=True, timeout=3600) as reply:
            reply.raise_for_status()
            with open(target, "wb") if target else _nowhere() as file:
                for chunk in reply.iter_content(1 << 18):
                    file.write(chunk)
                    size += len(chunk)
        return time.perf_counter() - start, size


class _nowhere:
    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return False

    def write(self, data):
        return len(data)
