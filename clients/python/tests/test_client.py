"""The client against a local server that is told how to answer. No suite is needed."""

import gzip
import http.server
import json
import sys
import threading
import unittest
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from quality_suite import Client, Quality, Refused  # noqa: E402


class Server:
    """Answers as its list says, then accepts everything."""

    def __init__(self):
        self.requests, self.answers, self.arrived = [], [], threading.Semaphore(0)
        self.hold = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                lines = [json.loads(line) if line else None for line in gzip.decompress(body).decode().split("\n")[:-1]]
                outer.requests.append((self.path, lines))
                outer.arrived.release()
                status, answer, headers = (outer.answers.pop(0) if outer.answers else accept)(lines)
                if status is None:
                    outer.hold.wait(30)
                    self.close_connection = True
                    return
                content = json.dumps(answer).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.hold.set()
        self.http.shutdown()
        self.http.server_close()


def accept(lines):
    return statuses(*(202 for _ in lines))(lines)


def statuses(*values):
    return lambda lines: (207, {"results": [{"index": i, "status": s, **({} if s < 300 else {"problem": {"detail": f"because {s}"}})}
                                            for i, s in enumerate(values) if lines[i] is not None]}, {})


def fails(status, retry_after=None):
    return lambda lines: (status, {"title": "t", "detail": "d"}, {"Retry-After": retry_after} if retry_after else {})


def hang(lines):
    return None, None, None


class ClientTests(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)

    def client(self, **options):
        client = Client(self.server.url, "qs_key", **{"first_pause": 0.001, "longest_pause": 0.01, "wait": 60, **options})
        self.addCleanup(client.close, 0)
        return client

    def test_what_is_added_goes_out_in_one_batch_with_ids_and_held(self):
        client = self.client()
        client.feedback(uuid.UUID(int=1), user="a", thumb=1)
        client.feedback(uuid.UUID(int=1), user="b", reasons=["anatomy"], id="mine", hold=False)
        self.assertTrue(client.flush(30))

        path, lines = self.server.requests[0]
        self.assertEqual("/v1/feedback:batch", path)
        self.assertEqual(32, len(lines[0].pop("feedbackId")))
        self.assertEqual([
            {"generationId": "00000000-0000-0000-0000-000000000001", "userKey": "a", "kind": "thumb", "value": 1, "hold": True},
            {"generationId": "00000000-0000-0000-0000-000000000001", "userKey": "b", "kind": "report", "reasons": ["anatomy"], "hold": False, "feedbackId": "mine"},
        ], lines)
        self.assertEqual((2, 0, 0), (client.sent, client.refused, client.dropped))

    def test_only_lines_that_met_an_outage_are_sent_again_under_their_ids(self):
        refused = []
        client = self.client(on_refused=lambda kind, item, problem: refused.append((kind, item["userKey"], problem["detail"])))
        self.server.answers = [statuses(202, 503, 400), fails(503), fails(500), statuses(202)]
        for user in "abc":
            client.event(uuid.uuid4(), "view", user=user)
        self.assertTrue(client.flush(30))

        self.assertEqual([["a", "b", "c"], ["b"], ["b"], ["b"]], [[line["userKey"] for line in lines] for _, lines in self.server.requests])
        self.assertEqual(1, len({lines[-2]["eventId"] if len(lines) > 1 else lines[0]["eventId"] for _, lines in self.server.requests}))
        self.assertEqual([("events", "c", "because 400")], refused)
        self.assertEqual((2, 1, 0), (client.sent, client.refused, client.dropped))

    def test_a_retry_after_is_waited_for_and_a_stop_ends_the_waiting(self):
        client = self.client()
        self.server.answers = [fails(429, "3600")]
        client.event(uuid.uuid4(), "view", user="a")
        self.assertFalse(client.flush(1))
        self.assertEqual(1, len(self.server.requests))

        client.close(0)
        self.assertEqual((0, 1), (client.sent, client.dropped))

    def test_a_refusal_of_the_whole_batch_is_final(self):
        client = self.client()
        self.server.answers = [fails(401)]
        client.event(uuid.uuid4(), "view", user="a")
        self.assertTrue(client.flush(30))
        self.assertEqual((1, 1), (len(self.server.requests), client.refused))

    def test_while_the_server_hangs_adding_goes_on_and_the_oldest_give_way(self):
        client = self.client(most_items=3, timeout=1)
        self.server.answers = [hang]
        client.event(uuid.uuid4(), "view", user="0")
        client.flush(0)
        self.server.arrived.acquire(timeout=30)
        for user in "12345":
            client.event(uuid.uuid4(), "view", user=user)
        self.assertEqual(3, client.dropped)
        self.assertTrue(client.flush(30))
        self.assertEqual(["0", "4", "5"], [line["userKey"] for _, lines in self.server.requests[1:] for line in lines])

    def test_nothing_is_raised_and_little_is_held_where_there_is_no_server(self):
        client = Client("http://127.0.0.1:9", "qs_key", most_items=10, first_pause=0.001, longest_pause=0.01)
        for i in range(100):
            client.submit_generation("p", app="a", model="m@1", image=b"x" * 1000)
        client.close(0)
        self.assertEqual((0, 100), (client.sent, client.dropped))
        client.event(uuid.uuid4(), "view", user="late")
        self.assertEqual(101, client.dropped)

    def test_an_image_that_cannot_be_encoded_is_refused_alone(self):
        client = self.client()
        client.submit_generation("a", app="a", model=("m", "1"), image=b"bytes")
        client.submit_generation("b", app="a", model=("m", "1"), image=object())
        client.submit_generation("c", app="a", model=("m", "1"))
        self.assertTrue(client.flush(30))
        self.assertEqual((2, 1), (client.sent, client.refused))

    def test_what_cannot_be_meant_is_told_at_once(self):
        client = self.client()
        with self.assertRaisesRegex(ValueError, "One of thumb, stars and reasons"):
            client.feedback(uuid.uuid4(), user="a", thumb=1, stars=5)
        with self.assertRaisesRegex(ValueError, "neither"):
            client.submit_generation("p", app="a", model="m")
        with self.assertRaisesRegex(ValueError, "no http"):
            Client("localhost:5101", "qs_key")
        with self.assertRaises(Refused):
            Client("http://127.0.0.1:9", "qs_key").get_generation(uuid.uuid4())

    def test_ids_are_of_version_7(self):
        id = uuid.UUID(self.client().submit_generation("p", app="a", model="m@1"))
        self.assertEqual((7, uuid.RFC_4122), (id.version, id.variant))


class WatchWithoutServerTests(unittest.TestCase):
    def test_a_pipeline_works_as_before_where_there_is_no_server(self):
        quality = Quality("http://127.0.0.1:9", "qs_key", most_items=2, first_pause=0.001)
        self.addCleanup(quality.close, 0)
        with quality.watch(lambda prompt: ("result", prompt), app="a", model="m@1") as watched:
            for _ in range(5):
                self.assertEqual(("result", "p"), watched("p"))


if __name__ == "__main__":
    unittest.main()
