"""Makes the classifier the tests load, and what it must answer.

The weights are drawn at random from a fixed seed: a BERT of two layers that knows nothing. model.onnx holds them as a
graph; reference.json holds what the plain arithmetic below makes of them, with a WordPiece cutter of its own, so that
neither ONNX Runtime nor the tokenizers library has a part in it.

    pip install numpy onnx
    python make.py
"""

import json
import math
import pathlib
import string
import unicodedata

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
HIDDEN, HEADS, INNER, LAYERS, POSITIONS = 16, 2, 32, 2, 48
LABELS = ["Negative", "neutral", "POSITIVE"]
EPSILON = 1e-12
WORDS = (
    "profit loss revenue sales shares rose fell rise fall beat beats miss misses cuts raises guidance bank company "
    "acme apple microsoft strong weak record net new the a of and in on its to for after quarter year per cent up down"
).split()
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LETTERS = list(string.ascii_lowercase + string.digits)
VOCABULARY = SPECIAL + WORDS + [c for c in LETTERS + list(".,;:!?%$'()-") if c not in WORDS]
VOCABULARY += ["##" + c for c in LETTERS] + ["##s", "##ed", "##ing", "##er", "##ly"][1:]
IDS = {word: i for i, word in enumerate(VOCABULARY)}

TEXTS = [
    "Profit rose in the quarter.",
    "Acme cuts its guidance after a weak year",
    "Microsoft beats; shares up 12%!",
    "",
    "Unbelievably, caf\u00e9 sales fell \u2014 by 7.5 per cent (net).",
    "\u682a\u4fa1",
    "the company and the bank " * 20,
]


def weights():
    random = numpy.random.default_rng(20)
    drawn = {}

    def draw(name, *shape, scale=0.35):
        drawn[name] = (random.standard_normal(shape) * scale).astype(numpy.float32)

    def norm(name):
        drawn[name + ".gamma"] = (1 + 0.2 * random.standard_normal(HIDDEN)).astype(numpy.float32)
        drawn[name + ".beta"] = (0.2 * random.standard_normal(HIDDEN)).astype(numpy.float32)

    draw("words", len(VOCABULARY), HIDDEN, scale=1)
    draw("positions", POSITIONS, HIDDEN, scale=0.3)
    draw("types", 2, HIDDEN, scale=0.3)
    norm("embedded")
    for layer in range(LAYERS):
        for part in ("query", "key", "value", "mixed"):
            draw(f"{layer}.{part}.weight", HIDDEN, HIDDEN)
            draw(f"{layer}.{part}.bias", HIDDEN, scale=0.1)
        norm(f"{layer}.attended")
        draw(f"{layer}.inner.weight", HIDDEN, INNER)
        draw(f"{layer}.inner.bias", INNER, scale=0.1)
        draw(f"{layer}.outer.weight", INNER, HIDDEN)
        draw(f"{layer}.outer.bias", HIDDEN, scale=0.1)
        norm(f"{layer}.done")
    draw("pooler.weight", HIDDEN, HIDDEN)
    draw("pooler.bias", HIDDEN, scale=0.1)
    draw("head.weight", HIDDEN, len(LABELS), scale=0.8)
    draw("head.bias", len(LABELS), scale=0.1)
    return drawn


# The reference: plain arithmetic in double precision.


def punctuation(c):
    return c in string.punctuation or unicodedata.category(c).startswith("P")


def ideograph(c):
    return 0x4E00 <= ord(c) <= 0x9FFF


def pieces(word):
    found, start = [], 0
    while start < len(word):
        end = len(word)
        while end > start and ("##" if start else "") + word[start:end] not in IDS:
            end -= 1
        if end == start:
            return ["[UNK]"]
        found.append(("##" if start else "") + word[start:end])
        start = end
    return found


def tokenize(text):
    lower = unicodedata.normalize("NFD", text.lower())
    plain = "".join(c for c in lower if unicodedata.category(c) != "Mn")
    spaced = "".join(f" {c} " if punctuation(c) or ideograph(c) else c for c in plain)
    tokens = [piece for word in spaced.split() for piece in pieces(word)]
    return [IDS[t] for t in ["[CLS]"] + tokens[: POSITIONS - 2] + ["[SEP]"]]


def normalised(x, w, name):
    mean = x.mean(-1, keepdims=True)
    deviation = numpy.sqrt(((x - mean) ** 2).mean(-1, keepdims=True) + EPSILON)
    return (x - mean) / deviation * w[name + ".gamma"] + w[name + ".beta"]


def linear(x, w, name):
    return x @ w[name + ".weight"] + w[name + ".bias"]


def softmax(x):
    e = numpy.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def logits(ids, w):
    w = {name: value.astype(numpy.float64) for name, value in w.items()}
    x = normalised(w["words"][ids] + w["positions"][: len(ids)] + w["types"][0], w, "embedded")
    size = HIDDEN // HEADS
    for layer in range(LAYERS):
        q, k, v = (linear(x, w, f"{layer}.{part}") for part in ("query", "key", "value"))
        heads = []
        for head in range(HEADS):
            part = slice(head * size, (head + 1) * size)
            heads.append(softmax(q[:, part] @ k[:, part].T / math.sqrt(size)) @ v[:, part])
        x = normalised(x + linear(numpy.concatenate(heads, -1), w, f"{layer}.mixed"), w, f"{layer}.attended")
        inner = linear(x, w, f"{layer}.inner")
        inner = inner * 0.5 * (1 + numpy.vectorize(math.erf)(inner / math.sqrt(2)))
        x = normalised(x + linear(inner, w, f"{layer}.outer"), w, f"{layer}.done")
    return linear(numpy.tanh(linear(x[0], w, "pooler")), w, "head")


# The graph.


def graph(w):
    nodes, constants = [], [numpy_helper.from_array(value, name) for name, value in w.items()]
    count = 0

    def node(kind, *inputs, **attributes):
        nonlocal count
        count += 1
        nodes.append(helper.make_node(kind, list(inputs), [f"n{count}"], **attributes))
        return f"n{count}"

    def constant(name, value):
        constants.append(numpy_helper.from_array(value, name))
        return name

    def dense(x, name):
        return node("Add", node("MatMul", x, name + ".weight"), name + ".bias")

    def layer_norm(x, name):
        return node("LayerNormalization", x, name + ".gamma", name + ".beta", axis=-1, epsilon=EPSILON)

    zero = constant("zero", numpy.array([0], numpy.int64))
    one = constant("one", numpy.array([1], numpy.int64))
    split = constant("split", numpy.array([0, 0, HEADS, HIDDEN // HEADS], numpy.int64))
    merge = constant("merge", numpy.array([0, 0, HIDDEN], numpy.int64))
    length = node("Shape", "input_ids", start=1, end=2)
    x = node("Add", node("Gather", "words", "input_ids"), node("Slice", "positions", zero, length))
    x = layer_norm(node("Add", x, node("Gather", "types", "token_type_ids")), "embedded")
    mask = node("Cast", "attention_mask", to=TensorProto.FLOAT)
    mask = node("Sub", constant("unity", numpy.array(1, numpy.float32)), mask)
    mask = node("Mul", mask, constant("never", numpy.array(-1e9, numpy.float32)))
    mask = node("Unsqueeze", mask, constant("axes", numpy.array([1, 2], numpy.int64)))
    scale = constant("scale", numpy.array(1 / math.sqrt(HIDDEN // HEADS), numpy.float32))
    half, root = constant("half", numpy.array(0.5, numpy.float32)), constant("root", numpy.array(2**-0.5, numpy.float32))
    for layer in range(LAYERS):
        q, k, v = (node("Reshape", dense(x, f"{layer}.{part}"), split) for part in ("query", "key", "value"))
        q, v = node("Transpose", q, perm=[0, 2, 1, 3]), node("Transpose", v, perm=[0, 2, 1, 3])
        k = node("Transpose", k, perm=[0, 2, 3, 1])
        share = node("Softmax", node("Add", node("Mul", node("MatMul", q, k), scale), mask), axis=-1)
        mixed = node("Reshape", node("Transpose", node("MatMul", share, v), perm=[0, 2, 1, 3]), merge)
        x = layer_norm(node("Add", x, dense(mixed, f"{layer}.mixed")), f"{layer}.attended")
        inner = dense(x, f"{layer}.inner")
        bent = node("Add", node("Erf", node("Mul", inner, root)), "unity")
        inner = node("Mul", node("Mul", inner, half), bent)
        x = layer_norm(node("Add", x, dense(inner, f"{layer}.outer")), f"{layer}.done")
    first = node("Squeeze", node("Slice", x, zero, one, one), one)
    pooled = node("Tanh", dense(first, "pooler"))
    nodes.append(helper.make_node("Identity", [dense(pooled, "head")], ["logits"]))
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"])
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", len(LABELS)])
    made = helper.make_model(
        helper.make_graph(nodes, "tiny", inputs, [output], constants),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
    )
    onnx.checker.check_model(made)
    return made


def tokenizer():
    def special(word):
        return {
            "id": IDS[word],
            "content": word,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }

    def template(word):
        return {"SpecialToken": {"id": word, "type_id": 0}}

    return {
        "version": "1.0",
        # As many published tokenizers have it; Caravan pads and cuts as it needs to.
        "truncation": {"direction": "Right", "max_length": 8, "strategy": "LongestFirst", "stride": 0},
        "padding": {
            "strategy": {"Fixed": 12},
            "direction": "Right",
            "pad_to_multiple_of": None,
            "pad_id": 0,
            "pad_type_id": 0,
            "pad_token": "[PAD]",
        },
        "added_tokens": [special(word) for word in SPECIAL],
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [template("[CLS]"), {"Sequence": {"id": "A", "type_id": 0}}, template("[SEP]")],
            "pair": [template("[CLS]"), {"Sequence": {"id": "A", "type_id": 0}}, template("[SEP]")]
            + [{"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
            "special_tokens": {
                word: {"id": word, "ids": [IDS[word]], "tokens": [word]} for word in ("[CLS]", "[SEP]")
            },
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": IDS,
        },
    }


def write(name, content):
    (HERE / name).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def main():
    w = weights()
    (HERE / "model.onnx").write_bytes(graph(w).SerializeToString())
    write("tokenizer.json", tokenizer())
    write(
        "config.json",
        {
            "model_type": "bert",
            "max_position_embeddings": POSITIONS,
            "pad_token_id": 0,
            "problem_type": "single_label_classification",
            "id2label": {str(i): label for i, label in enumerate(LABELS)},
        },
    )
    answers = []
    for text in TEXTS:
        ids = tokenize(text)
        raw = logits(ids, w)
        answers.append({"text": text, "ids": ids, "logits": raw.tolist(), "probabilities": softmax(raw).tolist()})
    write("reference.json", answers)


if __name__ == "__main__":
    main()
