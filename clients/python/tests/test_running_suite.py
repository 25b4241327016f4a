"""The client against a running suite: QUALITY_FEEDBACK_API and QUALITY_API_KEY say where it is."""

import os
import struct
import sys
import time
import unittest
import uuid
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from quality_suite import Quality, Refused  # noqa: E402

URL, KEY = os.environ.get("QUALITY_FEEDBACK_API"), os.environ.get("QUALITY_API_KEY")


class Picture:
    """What of PIL's images the client uses. The colours differ from image to image."""

    def __init__(self, seed, size=(96, 64)):
        self.seed, self.size = seed, size

    def copy(self):
        return Picture(self.seed, self.size)

    def save(self, file, format):
        if format != "PNG":
            raise ValueError(format)
        width, height = self.size
        rows = b"".join(b"\0" + b"".join(bytes(((x * self.seed) % 256, (y * 3) % 256, (x ^ y) % 256)) for x in range(width)) for y in range(height))

        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
                   + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Generator:
    """What of torch.Generator the client uses."""

    def __init__(self, seed):
        self.seed = seed

    def initial_seed(self):
        return self.seed


class EulerDiscreteScheduler:
    pass


class Output:
    def __init__(self, images, nsfw):
        self.images, self.nsfw_content_detected = images, nsfw


class Pipeline:
    """What of a diffusers pipeline the client uses."""

    scheduler = EulerDiscreteScheduler()
    device = "cpu"

    def __call__(self, prompt=None, height=None, width=None, num_inference_steps=50, guidance_scale=7.5, negative_prompt=None,
                 num_images_per_prompt=1, generator=None, nsfw=None, **kwargs):
        if prompt == "fail":
            raise RuntimeError("CUDA out of memory")
        prompts = prompt if isinstance(prompt, list) else [prompt]
        images = [Picture(3 + i) for i in range(len(prompts) * num_images_per_prompt)]
        return Output(images, nsfw)


@unittest.skipUnless(URL and KEY, "QUALITY_FEEDBACK_API and QUALITY_API_KEY do not say where a suite runs")
class RunningSuiteTests(unittest.TestCase):
    def setUp(self):
        self.app = f"python-{uuid.uuid4().hex[:8]}"
        self.quality = Quality(URL, KEY)
        self.addCleanup(self.quality.close)

    def sent(self, ids):
        self.assertTrue(self.quality.flush(60))
        self.assertEqual((0, 0), (self.quality.refused, self.quality.dropped))
        return [self.quality.get_generation(id) for id in ids]

    def test_a_call_becomes_a_generation_with_its_settings_and_is_scored(self):
        with self.quality.watch(Pipeline(), app=self.app, model=("aurora", "1.2"), user="u-1", tags={"surface": "test"}) as watched:
            result = watched("a lighthouse", num_inference_steps=30, negative_prompt="fog", generator=Generator(2**63 + 5))
            self.assertEqual("cpu", watched.device)

        self.assertEqual(1, len(result.images))
        (generation,) = self.sent(watched.ids)
        self.assertEqual(
            (self.app, "a lighthouse", "fog", {"name": "aurora", "version": "1.2"}, "succeeded", 96, 64, -2**63 + 5, {"surface": "test"}),
            tuple(generation[key] for key in ("app", "prompt", "negativePrompt", "model", "outcome", "width", "height", "seed", "tags")))
        self.assertEqual({"steps": 30, "guidance": 7.5, "scheduler": "EulerDiscreteScheduler"}, generation["sampler"])
        self.assertGreater(generation["latencyMs"], 0)
        self.assertEqual((96, 64), (generation["image"]["width"], generation["image"]["height"]))
        deadline = time.monotonic() + 60
        while generation["status"] == "pending" and time.monotonic() < deadline:
            time.sleep(0.2)
            generation = self.quality.get_generation(generation["id"])
        self.assertEqual("scored", generation["status"])
        self.assertIn("sharpness", {score["metric"] for score in generation["scores"]})

    def test_of_several_prompts_and_images_each_image_is_a_generation_of_its_prompt_and_seed(self):
        watched = self.quality.watch(Pipeline(), app=self.app, model="aurora@1.2")
        watched(["a", "b"], num_images_per_prompt=2, negative_prompt=["x", "y"], generator=[Generator(i) for i in range(4)])

        generations = self.sent(watched.ids)
        self.assertEqual([("a", "x", 0), ("a", "x", 1), ("b", "y", 2), ("b", "y", 3)], [(g["prompt"], g["negativePrompt"], g["seed"]) for g in generations])
        self.assertEqual(4, len({g["image"]["sha256"] for g in generations}))

    def test_what_the_safety_checker_holds_back_is_blocked_and_has_no_image(self):
        watched = self.quality.watch(Pipeline(), app=self.app, model="aurora@1.2")
        watched(["a", "b"], nsfw=[False, True])

        generations = self.sent(watched.ids)
        self.assertEqual([("succeeded", True), ("blocked", False)], [(g["outcome"], "image" in g) for g in generations])

    def test_a_pipeline_that_fails_raises_what_it_raised_and_is_counted(self):
        watched = self.quality.watch(Pipeline(), app=self.app, model="aurora@1.2")
        with self.assertRaisesRegex(RuntimeError, "^CUDA out of memory$"):
            watched("fail")

        (generation,) = self.sent(watched.ids)
        self.assertEqual(("failed", "RuntimeError: CUDA out of memory", "not_scored"), (generation["outcome"], generation["error"], generation["status"]))

    def test_feedback_and_events_that_come_before_their_generation_are_joined_to_it(self):
        id = uuid.uuid4()
        self.quality.feedback(id, user="u-1", stars=4, comment="nice", exposure={"position": 2, "shown": 4, "surface": "gallery"})
        self.quality.event(id, "dwell", user="u-1", session="s", value=3.5)
        self.assertTrue(self.quality.flush(60))
        self.quality.submit_generation("p", app=self.app, model=("m", "1", "abc"), id=id, parent=(uuid.uuid4(), "edit"), assignments={"e": "v"})

        (generation,) = self.sent([id])
        deadline = time.monotonic() + 60
        while (generation["feedbackCount"], generation["behaviourCount"]) != (1, 1) and time.monotonic() < deadline:
            time.sleep(0.2)
            generation = self.quality.get_generation(id)
        self.assertEqual([("stars", 4, "nice")], [(f["kind"], f["value"], f["comment"]) for f in generation["feedback"]])
        self.assertEqual([("dwell", 3.5)], [(b["type"], b["value"]) for b in generation["behaviour"]])
        self.assertEqual([{"experiment": "e", "variant": "v"}], generation["assignments"])

    def test_what_the_suite_refuses_is_told_with_its_field(self):
        refused = []
        quality = Quality(URL, KEY, on_refused=lambda kind, item, problem: refused.append((kind, list(problem["errors"]))))
        self.addCleanup(quality.close)
        quality.submit_generation("p" * 10_001, app=self.app, model="m@1")
        self.assertTrue(quality.flush(60))
        self.assertEqual([("generations", ["prompt"])], refused)

    def test_an_unknown_generation_is_told(self):
        with self.assertRaises(Refused) as told:
            self.quality.get_generation(uuid.uuid4())
        self.assertEqual(404, told.exception.status)


if __name__ == "__main__":
    unittest.main()
