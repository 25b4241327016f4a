#!/usr/bin/env python3
"""Trains the two small tokenizers of the tests with SentencePiece and writes them as Hugging Face's tokenizer.json: bpe.json, shaped like
Gemma's (SigLIP 2), and unigram.json, shaped like T5's (SigLIP). Needs python3-sentencepiece (0.1.97).

    python3 make_tokenizers.py clip/vocab.json ../odd-texts.jsonl && npm i tokenizers@0.23.2 && node make_ids.js
"""
import base64
import io
import json
import os
import random
import sys
import tempfile

import sentencepiece

MARK = "\u2581"


def corpus(vocabulary, odd):
    rng = random.Random(20261123)
    words = [w[:-4] for w in vocabulary if w.endswith("</w>") and w[:-4].isascii() and w[:-4].isalpha() and len(w) > 5]
    for _ in range(4000):
        text = " ".join(rng.choice(words) for _ in range(rng.randint(3, 14)))
        yield rng.choice([text, text.capitalize(), text + ".", text.replace(" ", "  ", 1), text.title()])
    for text in odd:
        yield " ".join(text.split())


def train(lines, **options):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, byte_fallback=True, num_threads=1, minloglevel=2, **options)
    return model.getvalue(), sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


def field(message, number):
    """The last length-delimited protobuf field of this number."""
    position, found = 0, b""

    def varint():
        nonlocal position
        value, shift = 0, 0
        while True:
            byte = message[position]
            position += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while position < len(message):
        key = varint()
        if key & 7 == 2:
            length = varint()
            if key >> 3 == number:
                found = message[position:position + length]
            position += length
        elif key & 7 == 5:
            position += 4
        elif key & 7 == 1:
            position += 8
        else:
            varint()
    return found


def added(tokens, **flags):
    default = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return [{"id": i, "content": t, **default, **flags} for i, t in tokens]


def template(name, token):
    return {"type": "TemplateProcessing",
            "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": name, "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {name: {"id": name, "ids": [token], "tokens": [name]}}}


def make_bpe(lines):
    runs = [MARK * n for n in range(2, 6)] + ["\n", "\n\n", "\t"]
    _, model = train(lines, model_type="bpe", vocab_size=3000, pad_id=0, eos_id=1, bos_id=2, unk_id=3, character_coverage=0.995,
                     pad_piece="<pad>", eos_piece="<eos>", bos_piece="<bos>", user_defined_symbols=["<mask>", "<unused0>", *runs],
                     normalization_rule_name="identity", remove_extra_whitespaces=False, add_dummy_prefix=False, split_digits=True)
    ids = {model.id_to_piece(i): i for i in range(len(model))}
    merges = [(ids[piece], piece[:cut], piece[cut:]) for piece in ids for cut in range(1, len(piece))
              if piece[:cut] in ids and piece[cut:] in ids and not piece.startswith("<")]
    special = [(ids[t], t) for t in ("<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "<unused0>")]
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added(special),
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": MARK},
        "pre_tokenizer": None, "post_processor": template("<eos>", 1), "decoder": None,
        "model": {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None, "end_of_word_suffix": None,
                  "fuse_unk": True, "byte_fallback": True, "vocab": ids, "merges": [[left, right] for _, left, right in sorted(merges)]},
    }


def make_unigram(lines):
    rules = {"\u00a0": " ", "\t": " ", "\n": " ", "\r": " ", "\u3000": " ", "\u00bd": "1\u20442", "\ufb01": "fi", "\u2460": "1", "\uff01": "!",
             "\u0001": "", "\u200b": " ", "e\u0301": "\u00e9", "\u00c5": "\u00c5", "A\u030a": "\u00c5", "\u212b": "\u00c5", "\u2026": "..."}
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", delete=False) as file:
        for source, target in rules.items():
            file.write(" ".join(f"{ord(c):04X}" for c in source) + "\t" + " ".join(f"{ord(c):04X}" for c in target) + "\n")
    proto, model = train(lines, model_type="unigram", vocab_size=1500, pad_id=0, eos_id=1, unk_id=2, bos_id=-1, character_coverage=0.995,
                         hard_vocab_limit=False, normalization_rule_tsv=file.name)
    os.unlink(file.name)
    pieces = [[model.id_to_piece(i), round(model.get_score(i), 6)] for i in range(len(model))]
    table = base64.b64encode(field(field(proto, 3), 2)).decode()
    special = [(1, "</s>"), (2, "<unk>")]
    return {
        "version": "1.0", "truncation": None,
        "padding": {"strategy": {"Fixed": 64}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 1, "pad_type_id": 0, "pad_token": "</s>"},
        "added_tokens": added(special, lstrip=True, rstrip=True) + added([(len(pieces), "<extra>")], normalized=True, special=False),
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "Precompiled", "precompiled_charsmap": table}, {"type": "Lowercase"},
            {"type": "Replace", "pattern": {"Regex": "[!\"\\#\\$%\\&'\\(\\)\\*\\+,\\-\\.:;=\\?@\\[\\\\\\]\\^_`\\{\\|\\}\\~]"}, "content": ""},
            {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "Strip", "strip_left": True, "strip_right": True}]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": MARK, "prepend_scheme": "always", "split": True},
        "post_processor": template("</s>", 1), "decoder": None,
        "model": {"type": "Unigram", "unk_id": 2, "vocab": pieces, "byte_fallback": False},
    }


def main(vocabulary, odd):
    with open(vocabulary, encoding="utf-8") as file:
        words = sorted(json.load(file))
    with open(odd, encoding="utf-8") as file:
        lines = list(corpus(words, [json.loads(line)["text"] for line in file]))
    for name, tokenizer in (("bpe", make_bpe(lines)), ("unigram", make_unigram(lines))):
        with open(f"{name}.json", "w", encoding="utf-8") as file:
            json.dump(tokenizer, file, ensure_ascii=False, separators=(",", ":"))
            file.write("\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
