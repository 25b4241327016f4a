"""Tells QualitySuite what a text-to-image service generates and what its users make of it.

One module, the standard library alone, Python 3.9 or later. What is sent waits in a bounded queue and goes out in
batches from background threads: nothing here holds up or breaks the program that generates.

    quality = Quality("https://quality.example", "qs_...")
    with quality.watch(pipe, app="studio", model=("aurora", "1.2")) as watched:
        image = watched("a lighthouse at dusk").images[0]
    quality.feedback(watched.ids[0], user="u-17", thumb=1)
"""

import atexit
import base64
import datetime
import gzip
import http.client
import inspect
import io
import json
import logging
import random
import ssl
import threading
import time
import urllib.parse
import uuid
from collections import deque

__all__ = ["Client", "Quality", "Refused"]
__version__ = "0.1.0"

_log = logging.getLogger("quality_suite")

_OUTAGES = frozenset((408, 429, 502, 503, 504, 507))
_MOST_FAULTS = 10
_BATCH_BYTES = 8 * 1024 * 1024
_BATCH_ITEMS = {"generations": 100, "feedback": 1000, "events": 1000}
_KINDS = ("generations", "feedback", "events")


class Refused(Exception):
    """The server refuses a call for good, or is away and the call was not to wait for it."""

    def __init__(self, status, problem):
        self.status = status
        self.problem = problem or {}
        errors = "; ".join(f"{field}: {' '.join(reasons)}" for field, reasons in (self.problem.get("errors") or {}).items())
        super().__init__(" ".join(str(part) for part in (status, self.problem.get("title"), self.problem.get("detail"), errors) if part))


class _Outage(Exception):
    """No answer, or one that says to come again."""

    def __init__(self, reason, retry_after=None):
        super().__init__(reason)
        self.retry_after = retry_after


class Client:
    """Sends generations, feedback and events. Every method but flush and close returns at once.

    base_url    of the Feedback API; what it has behind the host is kept.
    api_key     sent as X-Api-Key.
    most_items, most_bytes   bounds of the queue, what is being sent included; beyond them the oldest give way (``dropped`` counts them).
    wait        seconds that the oldest item waits for others to share its batch.
    timeout     seconds that the server may be silent.
    first_pause, longest_pause   seconds before a failed batch is sent again: doubled each time, and drawn from the upper half.
    exit_timeout   seconds that the end of the program may be held up to send what is left.
    on_refused  called with (kind, item, problem) for what the server refuses for good, on a sending thread.
    """

    def __init__(self, base_url, api_key, *, most_items=10_000, most_bytes=128 * 1024 * 1024, wait=0.5, timeout=60.0,
                 first_pause=0.25, longest_pause=30.0, exit_timeout=5.0, on_refused=None, ssl_context=None):
        self._connect = lambda: _Connection(base_url, api_key, timeout, ssl_context)
        self._calls = self._connect()
        self._most_items, self._most_bytes = most_items, most_bytes
        self._wait, self._first_pause, self._longest_pause, self._exit_timeout = wait, first_pause, longest_pause, exit_timeout
        self._on_refused = on_refused
        self._random = random.Random()
        self._changed = threading.Condition()
        # A kind has its own thread and connection: images that find no room on the server hold up no feedback.
        self._queues = {kind: deque() for kind in _KINDS}
        self._sending = {kind: [] for kind in _KINDS}
        self._unsettled = dict.fromkeys(_KINDS, 0)
        self._threads = {}
        self._held_items = self._held_bytes = 0
        self._number = self._flush_to = 0
        self._closed = self._stopped = False
        #: How many items the server accepted, refused, and how many found no room or were left at the end.
        self.sent = self.refused = self.dropped = 0
        atexit.register(self.close)

    def submit_generation(self, prompt, *, app, model, image=None, id=None, negative_prompt=None, sampler=None, scheduler=None, steps=None,
                          guidance=None, seed=None, width=None, height=None, latency_ms=None, user=None, session=None, parent=None,
                          assignments=None, safety_filter=None, outcome=None, error=None, tags=None, created_at=None):
        """Queues a generation and returns its id, a new UUID unless one is given.

        model       (name, version), (name, version, hash) or "name@version".
        image       encoded bytes (PNG, JPEG or WebP), or something with save(file, format), as PIL's images have; None: there is none.
        parent      (id, relation): relation is regeneration, edit, upscale or variation.
        assignments {experiment: variant}.
        outcome     succeeded (the default), failed or blocked.
        created_at  a datetime with a time zone; None: now.
        """
        if isinstance(image, (bytes, bytearray, memoryview)) and not image:
            image = None
        id = str(id or _uuid7())
        name, version, hash = _model(model)
        item = {
            "id": id, "app": app, "prompt": prompt, "negativePrompt": negative_prompt,
            "model": _present(name=name, version=version, hash=hash),
            "sampler": _present(name=sampler, steps=steps, guidance=guidance, scheduler=scheduler) or None,
            "seed": seed, "width": width, "height": height, "latencyMs": latency_ms, "userKey": user, "sessionKey": session,
            "parent": parent and {"id": str(parent[0]), "relation": parent[1]},
            "assignments": assignments and [{"experiment": e, "variant": v} for e, v in assignments.items()],
            "safetyFilter": safety_filter, "outcome": outcome, "error": error, "tags": tags, "createdAt": _text(created_at or _now()),
        }
        self._add("generations", item, image)
        return id

    def feedback(self, generation_id, *, user, thumb=None, stars=None, reasons=None, comment=None, exposure=None, hold=True, id=None):
        """Queues a feedback: one of thumb (1 or -1), stars (1 to 5) or reasons (a report; see the API for the reasons).

        exposure    {"position": 2, "shown": 4, "surface": "gallery"}.
        hold        keep it for up to an hour when the generation is not known yet.
        """
        given = [kind for kind, value in (("thumb", thumb), ("stars", stars), ("report", reasons)) if value is not None]
        if len(given) != 1:
            raise ValueError(f"One of thumb, stars and reasons is needed; there are {len(given)}.")
        self._add("feedback", {
            "generationId": str(generation_id), "userKey": user, "kind": given[0], "value": thumb if stars is None else stars,
            "reasons": None if reasons is None else list(reasons), "comment": comment, "exposure": exposure, "hold": hold, "feedbackId": id or uuid.uuid4().hex,
        })

    def event(self, generation_id, type, *, user, session=None, value=None, result_id=None, exposure=None, at=None, hold=True, id=None):
        """Queues an event: view, download, share, regenerate, edit, upscale, dismiss, or dwell with its seconds as value.

        result_id   of regenerate, edit and upscale: the generation that came of it.
        at          a datetime with a time zone; None: now, or with an id of your own when it arrives.
        """
        self._add("events", {
            "generationId": str(generation_id), "userKey": user, "sessionKey": session, "type": type, "value": value,
            "resultId": result_id and str(result_id), "exposure": exposure, "at": _text(at) if at or id else _text(_now()), "hold": hold, "eventId": id or uuid.uuid4().hex,
        })

    def get_generation(self, id):
        """The generation with its scores, feedback and events, at once. Raises Refused, also when the server is away."""
        try:
            return self._calls.call("GET", f"/v1/generations/{urllib.parse.quote(str(id))}")
        except _Outage as outage:
            raise Refused(0, {"detail": str(outage)}) from outage

    def flush(self, timeout=None):
        """Sends at once what waits. True when all that was added before is settled; False when the seconds did not suffice."""
        with self._changed:
            target = self._flush_to = self._number
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._oldest() >= target, timeout)

    def close(self, timeout=None):
        """Takes nothing more, and sends what is left for at most so many seconds (exit_timeout unless said). What is left then is dropped."""
        with self._changed:
            self._closed = True
            threads = [thread for thread in self._threads.values() if thread is not threading.current_thread()]
            self._changed.notify_all()
        deadline = time.monotonic() + (self._exit_timeout if timeout is None else timeout)
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        with self._changed:
            if not self._stopped:
                self._stopped = True
                self.dropped += sum(self._unsettled.values()) + sum(len(queue) for queue in self._queues.values())
            for queue in self._queues.values():
                queue.clear()
            self._changed.notify_all()
        self._calls.close()
        atexit.unregister(self.close)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _add(self, kind, item, image=None):
        line = json.dumps({key: value for key, value in item.items() if value is not None}, allow_nan=False, default=_plain).encode()
        size = len(line) + (len(image) if isinstance(image, (bytes, bytearray, memoryview)) else _size_of(image))
        with self._changed:
            if self._closed or not self._make_room(size):
                self._drop(1)
                return
            queue = self._queues[kind]
            queue.append(_Waiting(self._number, time.monotonic(), size, line, image))
            self._number += 1
            self._held_items += 1
            self._held_bytes += size
            if kind not in self._threads:
                self._threads[kind] = threading.Thread(target=self._run, args=(kind,), name=f"quality-suite {kind}", daemon=True)
                self._threads[kind].start()
            if len(queue) == 1 or len(queue) >= _BATCH_ITEMS[kind]:
                self._changed.notify_all()

    def _make_room(self, size):
        """Drives the oldest out. What is being sent stays, and nothing goes for what would not fit even so."""
        def has_room(items, held):
            return items < self._most_items and held + size <= self._most_bytes

        if has_room(self._held_items, self._held_bytes):
            return True
        sending = [item for items in self._sending.values() for item in items]
        if not has_room(len(sending), sum(item.size for item in sending)):
            return False
        while not has_room(self._held_items, self._held_bytes):
            oldest = min((queue for queue in self._queues.values() if queue), key=lambda queue: queue[0].number)
            self._release(oldest.popleft())
            self._drop(1)
        self._changed.notify_all()
        return True

    def _drop(self, count):
        if self.dropped == 0:
            _log.warning("no room for what is to be sent, or the client is closed; the attribute 'dropped' counts what is given up")
        self.dropped += count

    def _release(self, item):
        self._held_items -= 1
        self._held_bytes -= item.size

    def _oldest(self):
        """The number of the oldest item that is not settled."""
        first = [items[0].number for items in (*self._queues.values(), *self._sending.values()) if items]
        return min(first, default=self._number)

    def _run(self, kind):
        connection = self._connect()
        while batch := self._take(kind):
            try:
                self._deliver(connection, kind, batch)
            except Exception:  # A fault of ours ends no thread.
                _log.exception("a batch is given up")
                self._settle(kind, dropped=self._unsettled[kind])
            with self._changed:
                for item in batch:
                    self._release(item)
                self._sending[kind] = []
                self._changed.notify_all()
        connection.close()

    def _take(self, kind):
        """The next batch; empty at the end."""
        queue = self._queues[kind]
        with self._changed:
            while not self._is_due(kind):
                if self._closed:
                    return []
                self._changed.wait(queue[0].since + self._wait - time.monotonic() if queue else None)
            batch, size = [], 0
            while queue and len(batch) < _BATCH_ITEMS[kind] and (not batch or size + queue[0].size <= _BATCH_BYTES):
                batch.append(queue.popleft())
                size += batch[-1].size
            self._sending[kind], self._unsettled[kind] = batch, len(batch)
            return batch

    def _is_due(self, kind):
        queue = self._queues[kind]
        return bool(queue) and (self._closed or queue[0].number < self._flush_to or len(queue) >= _BATCH_ITEMS[kind]
                                or time.monotonic() - queue[0].since >= self._wait)

    def _deliver(self, connection, kind, batch):
        left, failures = list(batch), 0
        while left:
            retry_after = None
            try:
                results = connection.send_batch(kind, left)
            except _Outage as outage:
                results, reason, retry_after = [None] * len(left), str(outage), outage.retry_after
            except Refused as refusal:
                results, reason = [(refusal.status, refusal.problem)] * len(left), str(refusal)
            else:
                reason = next((problem.get("detail") for status, problem in results if status in _OUTAGES), "an error of the server")
            again = []
            for item, result in zip(left, results):
                if self._is_settled(item, result):
                    self._tell(kind, item, *result)
                else:
                    again.append(item)
            failures = 0 if len(again) < len(left) else failures + 1
            left = again
            if left and not self._pause(failures, retry_after, reason, len(left)):
                self._settle(kind, dropped=len(left))
                return

    @staticmethod
    def _is_settled(item, result):
        if result is None or result[0] in _OUTAGES:
            return False
        if result[0] >= 500:
            item.faults += 1
            return item.faults >= _MOST_FAULTS
        return True

    def _tell(self, kind, item, status, problem):
        accepted = 200 <= status < 300
        self._settle(kind, sent=int(accepted), refused=int(not accepted))
        if not accepted:
            _log.warning("the server refuses one of %s with %s: %s", kind, status, problem.get("detail"))
            if self._on_refused is not None:
                try:
                    self._on_refused(kind, json.loads(item.line), problem)
                except Exception:
                    _log.exception("on_refused failed")

    def _settle(self, kind, sent=0, refused=0, dropped=0):
        with self._changed:
            self._unsettled[kind] -= sent + refused + dropped
            if not self._stopped:  # What was under way at the end counts as dropped already.
                self.sent += sent
                self.refused += refused
                self.dropped += dropped

    def _pause(self, failures, retry_after, reason, count):
        """False when the client was stopped meanwhile."""
        grown = min(self._longest_pause, self._first_pause * 2 ** min(max(failures - 1, 0), 30))
        pause = max(grown * (0.5 + self._random.random() / 2), (retry_after or 0) * (1 + 0.1 * self._random.random()))
        _log.warning("%d items are sent again in %.1f s: %s", count, pause, reason)
        with self._changed:
            self._changed.wait_for(lambda: self._stopped, pause)
            return not self._stopped


class _Waiting:
    __slots__ = ("number", "since", "size", "line", "image", "faults")

    def __init__(self, number, since, size, line, image):
        self.number, self.since, self.size, self.line, self.image, self.faults = number, since, size, line, image, 0

    def text(self):
        """The line as it is sent; the image is encoded here, on the sending thread."""
        if self.image is None:
            return self.line
        if not isinstance(self.image, (bytes, bytearray, memoryview)):
            self.image = _encode(self.image)
        return self.line[:-1] + b',"imageBase64":"' + base64.b64encode(self.image) + b'"}'


class _Connection:
    """One connection that is kept open; used by one thread at a time."""

    def __init__(self, base_url, api_key, timeout, ssl_context):
        parts = urllib.parse.urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"base_url: '{base_url}' is no http or https address.")
        self._parts, self._api_key, self._timeout = parts, api_key, timeout
        self._ssl = (ssl_context or ssl.create_default_context()) if parts.scheme == "https" else None
        self._lock = threading.Lock()
        self._open = None

    def send_batch(self, kind, items):
        """(status, problem) of each item."""
        results = [None] * len(items)
        body = io.BytesIO()
        with gzip.GzipFile(fileobj=body, mode="wb", compresslevel=1) as packed:
            for index, item in enumerate(items):
                try:
                    packed.write(item.text() + b"\n")
                except Exception as fault:  # Whatever the image's own code raises: a blank line keeps the numbers of the others.
                    packed.write(b"\n")
                    results[index] = (400, {"detail": f"The image cannot be encoded: {fault}"})
        answer = self.call("POST", f"/v1/{kind}:batch", body.getvalue(), {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"})
        try:
            for result in answer["results"]:
                if 0 <= result["index"] < len(items):
                    results[result["index"]] = (result["status"], result.get("problem") or {})
        except (KeyError, TypeError, AttributeError) as fault:
            raise _Outage("what answers is not this API") from fault
        # Where the server stopped reading, its reason holds for the rest.
        told = [result for result in results if result]
        rest = told[-1] if told and told[-1][0] >= 400 else (503, {"detail": "no result for a line"})
        return [result or rest for result in results]

    def call(self, method, path, body=None, headers=None):
        with self._lock:
            # A connection that was idle may have been closed by the other side; every item has its id, so once more does no harm.
            for last in (False, True) if self._open is not None else (True,):
                try:
                    status, answer, retry_after = self._request(method, path, body, headers)
                    break
                except (OSError, http.client.HTTPException) as fault:
                    self._open.close()
                    self._open = None
                    if last or isinstance(fault, TimeoutError):
                        raise _Outage(f"no answer: {fault or type(fault).__name__}") from fault
        try:
            answer = json.loads(answer) if answer else {}
        except ValueError:
            answer = None
        if status in _OUTAGES or (answer is None and status < 400):
            raise _Outage(f"{status} {(answer or {}).get('detail', '')}".strip(), retry_after)
        if status >= 400:
            raise Refused(status, answer)
        return answer


    def close(self):
        with self._lock:
            if self._open is not None:
                self._open.close()
            self._open = None

    def _request(self, method, path, body, headers):
        if self._open is None:
            at = (self._parts.hostname, self._parts.port)
            self._open = (http.client.HTTPSConnection(*at, timeout=self._timeout, context=self._ssl) if self._ssl
                          else http.client.HTTPConnection(*at, timeout=self._timeout))
        self._open.request(method, self._parts.path.rstrip("/") + path, body, {"X-Api-Key": self._api_key, "Accept": "application/json", **(headers or {})})
        response = self._open.getresponse()
        return response.status, response.read(), _seconds(response.headers)


class Quality(Client):
    """A client that can watch pipelines."""

    def watch(self, pipe, *, app, model, user=None, session=None, tags=None, image_format="PNG"):
        """Wraps a diffusers pipeline, or anything that is called like one and gives something with ``images``.

        What it returns is called in the pipeline's place, gives what the pipeline gives and raises what it raises; every image becomes a generation
        (``ids`` has those of the last call). Everything else is the pipeline's own. Images that have no method ``save``, as PIL's do
        (output_type "np", "pt" or "latent"), are left out of the record.
        """
        return _Watched(self, pipe, {"app": app, "model": _model(model), "user": user, "session": session, "tags": tags}, image_format)


class _Watched:
    def __init__(self, quality, pipe, common, image_format):
        self._quality, self._pipe, self._common, self._format = quality, pipe, common, image_format
        #: The ids of the generations of the last call, one an image; of a call that failed, one a prompt.
        self.ids = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def __getattr__(self, name):
        return getattr(self._pipe, name)

    def __call__(self, *args, **kwargs):
        created_at, begun = _now(), time.perf_counter()
        try:
            result = self._pipe(*args, **kwargs)
        except Exception as fault:
            self._record(args, kwargs, created_at, begun, None, f"{type(fault).__name__}: {fault}")
            raise
        self._record(args, kwargs, created_at, begun, result, None)
        return result

    def _record(self, args, kwargs, created_at, begun, result, error):
        latency_ms = (time.perf_counter() - begun) * 1000
        self.ids = []
        try:
            for generation in _generations(self._pipe, args, kwargs, result, error):
                image = generation.pop("image")
                if hasattr(image, "save"):
                    # It is encoded later, and its owner may draw on it until then.
                    image = _Picture(image.copy() if hasattr(image, "copy") else image, self._format)
                elif image is not None:
                    _log.info("an image of the type %s is left out: it cannot be encoded", type(image).__name__)
                    image = None
                self.ids.append(self._quality.submit_generation(
                    image=image, created_at=created_at, latency_ms=latency_ms, **generation, **self._common))
        except Exception:  # What cannot be told of a call is no reason to break it.
            _log.exception("a call of the pipeline could not be recorded")


class _Picture:
    """An image that is encoded when it is sent."""

    def __init__(self, image, format):
        self.image, self.format = image, format


def _generations(pipe, args, kwargs, result, error):
    """What a call of a diffusers pipeline was for: one generation an image, in the order of its images; prompt by prompt."""
    kwargs = _arguments(pipe, args, kwargs)
    prompt = kwargs.get("prompt")
    prompts = list(prompt) if isinstance(prompt, (list, tuple)) else [prompt or ""]
    negative = kwargs.get("negative_prompt")
    negatives = list(negative) if isinstance(negative, (list, tuple)) else [negative] * len(prompts)
    images = _images(result)
    each = max(1, len(images) // len(prompts)) if images is not None else 1
    count = len(images) if images is not None else len(prompts)
    generators = kwargs.get("generator")
    blocked = getattr(result, "nsfw_content_detected", None) or []
    for i in range(count):
        at = min(i // each, len(prompts) - 1)
        is_blocked = i < len(blocked) and bool(blocked[i])
        # diffusers gives a black image in the place of one that its safety checker holds back.
        image = images[i] if images is not None and not is_blocked else None
        yield {
            "prompt": str(prompts[at]), "negative_prompt": negatives[at] if at < len(negatives) else None,
            "steps": kwargs.get("num_inference_steps"), "guidance": kwargs.get("guidance_scale"), "seed": _seed(generators, i),
            "width": kwargs.get("width") or _side(image, 0), "height": kwargs.get("height") or _side(image, 1),
            "scheduler": type(pipe.scheduler).__name__ if getattr(pipe, "scheduler", None) is not None else None,
            "outcome": "failed" if error else "blocked" if is_blocked else None, "error": error and error[:2000], "image": image,
        }


def _arguments(pipe, args, kwargs):
    """The arguments of a call by their names, the defaults included: they say how many steps it took when nobody else does."""
    try:
        bound = inspect.signature(pipe).bind(*args, **kwargs)
    except (TypeError, ValueError):  # It has no signature, or is called in a way that it refuses.
        return {**({"prompt": args[0]} if args else {}), **kwargs}
    bound.apply_defaults()
    return {**bound.arguments, **bound.arguments.get("kwargs", {})}


def _images(result):
    """The images of a result: its attribute, or the first of a tuple (return_dict=False). None: there was no result."""
    if result is None:
        return None
    images = getattr(result, "images", None)
    if images is None and isinstance(result, tuple) and result:
        images = result[0]
    return [] if images is None else images


def _seed(generators, index):
    generator = generators[index] if isinstance(generators, (list, tuple)) and index < len(generators) else generators
    seed = getattr(generator, "initial_seed", None)
    # A torch generator that was never given a seed has a default one of 64 bits without a sign; the API's are signed.
    return None if seed is None else (int(seed()) + 2**63) % 2**64 - 2**63


def _side(image, index):
    size = getattr(image, "size", None)
    return int(size[index]) if isinstance(size, tuple) and len(size) == 2 else None


def _size_of(image):
    """About how many bytes an image takes that is not encoded yet."""
    if image is None:
        return 0
    width, height = (_side(getattr(image, "image", image), index) or 1024 for index in (0, 1))
    return 3 * width * height


def _encode(image):
    picture, format = (image.image, image.format) if isinstance(image, _Picture) else (image, "PNG")
    if not hasattr(picture, "save"):
        raise TypeError(f"{type(picture).__name__} has no method save; give PIL images (output_type='pil') or encoded bytes")
    encoded = io.BytesIO()
    picture.save(encoded, format=format)
    return encoded.getvalue()


def _model(model):
    """(name, version, hash or None)."""
    parts = tuple(model.rsplit("@", 1)) if isinstance(model, str) else tuple(model)
    if len(parts) not in (2, 3):
        raise ValueError(f"model: {model!r} is neither (name, version) nor 'name@version'.")
    return (*parts, None)[:3]


def _plain(value):
    """Numbers of numpy and torch as Python's; anything else as its text."""
    return value.item() if hasattr(value, "item") else str(value)


def _uuid7():
    """RFC 9562, 5.7: milliseconds, then random bits."""
    value = (int(time.time() * 1000) & (1 << 48) - 1) << 80 | random.SystemRandom().getrandbits(80)
    return uuid.UUID(int=value & ~(0xF << 76) & ~(3 << 62) | 7 << 76 | 2 << 62)


def _now():
    return datetime.datetime.now(datetime.timezone.utc)


def _text(moment):
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"{moment}: a time needs its time zone.")
    return moment.astimezone(datetime.timezone.utc).isoformat()


def _present(**fields):
    return {name: value for name, value in fields.items() if value is not None}


def _seconds(headers):
    """Retry-After, where it is in seconds."""
    text = headers.get("Retry-After", "")
    return int(text) if text.isdigit() else None
