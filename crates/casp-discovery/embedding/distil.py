#!/usr/bin/env python3
"""Makes words.bin, the table of word vectors behind the default embedder. README.md beside this file says how to run it.

A sentence encoder (the teacher) embeds words alone and short definitions. The table starts from the former and is fitted so that
the sum of a definition's words points where the teacher's vector of the whole definition points.
"""

import argparse
import base64
import collections
import json
import pathlib
import random
import re
import struct
import subprocess

import numpy
import torch
from sentence_transformers import SentenceTransformer

DIMENSIONS, BLOCKS, PATTERNS = 256, 64, 256
MAX_WORDS = 40_000

STOP_WORDS = set(
    re.search(r"STOP_WORDS: &\[&str\] = &\[(.*?)\];", (pathlib.Path(__file__).parent / "../src/recall/text.rs").read_text(), re.S)
    .group(1)
    .replace('"', "")
    .replace(",", " ")
    .split()
)
ENDINGS = [("ies", "y"), ("s", ""), ("es", ""), ("ing", ""), ("ing", "e"), ("ied", "y"), ("ed", ""), ("ed", "e"), ("er", "e"), ("ly", ""), ("ally", "")]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, type=pathlib.Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--tiktoken", required=True, type=pathlib.Path, help="folder encoders/ of the npm package tiktoken")
    parser.add_argument("--wordnet", default="/usr/share/wordnet", type=pathlib.Path, help="of the Debian package wordnet-base")
    parser.add_argument("--cache", type=pathlib.Path, help="where to keep what the teacher said")
    parser.add_argument("--out", default=pathlib.Path(__file__).parent / "words.bin", type=pathlib.Path)
    options = parser.parse_args()
    random.seed(1)
    numpy.random.seed(1)
    torch.manual_seed(1)
    torch.set_num_threads(1)

    glosses, examples = wordnet(options.wordnet)
    packages, paragraphs = debian()
    teacher = Teacher(options.model, options.cache)
    vocabulary = choose_words(options, glosses + examples + packages + paragraphs)
    sentences = choose_sentences(glosses, packages, teacher.word_pieces)
    of_words, of_sentences = teacher.embed(vocabulary), teacher.embed(sentences)
    vocabulary, of_words = without_inflections(vocabulary, of_words)
    vectors = fit(vocabulary, of_words, sentences, of_sentences)
    write(options.out, vocabulary, vectors)


# What is read


def wordnet(folder):
    glosses, examples = [], []
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text("latin1").splitlines():
            if line.startswith("  "):
                continue
            head, _, gloss = line.partition(" | ")
            fields = head.split()
            lemmas = [re.sub(r"\(.*?\)", "", fields[4 + 2 * i]).replace("_", " ") for i in range(int(fields[3], 16))]
            definition, *uses = gloss.strip().split('; "')
            glosses.append(", ".join(lemmas) + ": " + definition.strip()[:300])
            examples += [use.strip().strip('"')[:300] for use in uses[:1]]
    return glosses, examples


def debian():
    """Descriptions of the packages of Debian, as `apt-get -o Acquire::Languages=en update` has left them."""
    packages, paragraphs, seen = [], [], set()
    for file in sorted(pathlib.Path("/var/lib/apt/lists").glob("*bookworm_main*Translation-en*")):
        text = subprocess.run(["/usr/lib/apt/apt-helper", "cat-file", file], capture_output=True, text=True, check=True).stdout
        for stanza in text.split("\n\n"):
            name = re.search(r"^Package: (.*)$", stanza, re.M)
            description = re.search(r"^Description(?:-en)?: (.*(?:\n .*)*)", stanza, re.M)
            if not name or not description:
                continue
            short, *long = description.group(1).split("\n")
            if re.search(r"debug symbols|dummy|transitional|localization|language pack", short):
                continue
            if short not in seen:
                seen.add(short)
                packages.append(f"{name.group(1)}: {short.strip()}")
            for paragraph in re.split(r"\n \.\n", "\n".join(long))[:2]:
                paragraph = re.sub(r"\s+", " ", paragraph).strip()
                paragraph = " ".join(re.split(r"(?<=[.!?]) ", paragraph)[:2])[:300]
                if len(paragraph) > 40 and paragraph not in seen:
                    seen.add(paragraph)
                    paragraphs.append(paragraph)
    return packages, paragraphs


def tokens_of(file):
    """The whole words among the tokens of a byte pair encoding, the earliest first."""
    ranks = re.search(r'"bpe_ranks":"(.*?)"[,}]', file.read_text(), re.S).group(1).encode().decode("unicode_escape")
    words = {}
    for line in ranks.split("\n"):
        fields = line.split(" ")
        for number, token in enumerate(fields[2:]):
            word = re.fullmatch(r" ([A-Za-z]{2,20})", base64.b64decode(token).decode("utf-8", "replace"))
            if word:
                words.setdefault(word.group(1).lower(), int(fields[1]) + number)
    return words


# What is chosen of it


def choose_words(options, corpus):
    uses = collections.Counter(word for text in corpus for word in set(re.findall(r"[a-z]+", text.lower())))
    pieces = json.loads((options.model / "tokenizer.json").read_text())["model"]["vocab"]
    pieces = [piece for piece in sorted(pieces, key=pieces.get) if re.fullmatch(r"[a-z]{2,}", piece)]
    ranks = [tokens_of(options.tiktoken / f"{name}.js") for name in ("o200k_base", "cl100k_base")]
    tokens = sorted(set().union(*ranks), key=lambda word: min(rank.get(word, 1 << 30) for rank in ranks))
    words = pieces + [word for word in tokens if uses[word] >= 1]
    words += [word for word, number in uses.most_common() if number >= 4 and 2 <= len(word) <= 20]
    return [word for word in dict.fromkeys(words) if word not in STOP_WORDS]


def choose_sentences(glosses, packages, pieces):
    """Definitions of words that are not too rare, and of software, one a kind."""
    chosen, seen = [], set()
    for gloss in glosses:
        lemmas = gloss.partition(": ")[0].split(", ")
        if any(lemma in pieces for lemma in lemmas) or random.random() < 0.1:
            chosen.append(gloss)
    libraries = r"(lib|fonts-|golang-|node-|ruby-|r-cran|python3?-|haskell|librust|elpa-|gir1|php-|texlive-lang|hunspell|aspell|task-|linux-)"
    variants = r"(-(dev|doc|common|data|bin|utils|tools|dbg|server|client|plugins?|all|extra|core|gtk\d?|qt\d?))+$"
    for package in packages:
        name, _, short = package.partition(": ")
        if re.match(libraries, name) and random.random() > 0.15:
            continue
        short = re.sub(r"\s*[\(\-–—]+.*$", "", short) if len(short) > 30 else short
        if short.lower() not in seen:
            seen.add(short.lower())
            chosen.append(re.sub(variants, "", name) + ": " + short)
    random.shuffle(chosen)
    return chosen


def roots(word):
    return [word[: -len(a)] + b for a, b in ENDINGS if word.endswith(a) and len(word) - len(a) + len(b) >= 3]


def without_inflections(words, vectors):
    """Leaves out words that the embedder finds by their root, if they mean the same."""
    at = {word: number for number, word in enumerate(words)}
    keep = []
    for number, word in enumerate(words):
        root = next((at[root] for root in roots(word) if root in at), None)
        if root is None or vectors[number] @ vectors[root] < 0.65:
            keep.append(number)
    keep = keep[:MAX_WORDS]
    return [words[number] for number in keep], vectors[keep]


class Teacher:
    def __init__(self, model, cache):
        self.encoder = SentenceTransformer(str(model))
        self.encoder.max_seq_length = 48
        self.word_pieces = json.loads((model / "tokenizer.json").read_text())["model"]["vocab"]
        self.file = cache and cache / "teacher.npz"
        self.known = {}
        if self.file and self.file.exists():
            kept = numpy.load(self.file)
            self.known = dict(zip(kept["texts"].tolist(), kept["vectors"]))

    def embed(self, texts):
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        print(f"the teacher embeds {len(new)} of {len(texts)} texts", flush=True)
        for begin in range(0, len(new), 8192):
            part = new[begin : begin + 8192]
            vectors = self.encoder.encode(part, batch_size=64, normalize_embeddings=True).astype(numpy.float16)
            self.known.update(zip(part, vectors))
        if new and self.file:
            numpy.savez(self.file, texts=numpy.array(list(self.known)), vectors=numpy.stack(list(self.known.values())))
        return numpy.stack([self.known[text] for text in texts]).astype(numpy.float32)


# The table


def fit(words, of_words, sentences, of_sentences, epochs=5, tether=0.1, dropout=0.3, rate=2e-3):
    at = {word: number for number, word in enumerate(words)}
    lookup = lambda word: at.get(word, next((at[root] for root in roots(word) if root in at), None))
    of_words = of_words - of_words.mean(0)
    of_sentences = of_sentences - of_sentences.mean(0)
    _, _, axes = numpy.linalg.svd(numpy.concatenate([of_sentences[::2], of_words[:10_000]]), full_matrices=False)
    axes = axes[:DIMENSIONS].T
    directions = of_words @ axes
    directions /= numpy.linalg.norm(directions, axis=1, keepdims=True)
    # Zipf: the later a word comes in the vocabulary, the rarer it is and the more it says.
    start = torch.tensor(directions * numpy.log(numpy.arange(len(words)) + 2)[:, None] / 10, dtype=torch.float32)
    targets = torch.tensor(of_sentences @ axes, dtype=torch.float32)

    bags = [[n for w in dict.fromkeys(re.findall(r"[a-z]+", s.lower())) if w not in STOP_WORDS and (n := lookup(w)) is not None] for s in sentences]
    usable = numpy.array([number for number, bag in enumerate(bags) if len(bag) >= 2])
    table = torch.nn.Parameter(start.clone())
    optimiser = torch.optim.Adam([table], lr=rate)
    for epoch in range(epochs):
        total = 0
        for batch in numpy.array_split(numpy.random.permutation(usable), len(usable) // 1024):
            # Leaving words out at random keeps each from leaning on its neighbours.
            bag = [[n for n in bags[i] if random.random() > dropout] or bags[i] for i in batch]
            numbers = torch.tensor([n for b in bag for n in b])
            begins = torch.tensor(numpy.cumsum([0] + [len(b) for b in bag[:-1]]))
            sums = torch.nn.functional.embedding_bag(numbers, table, begins, mode="sum")
            used = torch.unique(numbers)
            loss = (1 - torch.nn.functional.cosine_similarity(sums, targets[batch])).mean()
            loss = loss + tether * ((table[used] - start[used]) ** 2).sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch}: loss {total / len(usable):.4f}", flush=True)
    return table.detach().numpy()


def write(file, words, vectors):
    order = sorted(range(len(words)), key=lambda number: words[number])
    words, vectors = [words[number] for number in order], vectors[order]
    lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
    weights = numpy.clip(numpy.rint(lengths[:, 0] / numpy.quantile(lengths, 0.999) * 255), 1, 255).astype(numpy.uint8)
    # A turn spreads what the first axes say over all blocks; it changes no angle.
    turn, _ = numpy.linalg.qr(numpy.random.standard_normal((DIMENSIONS, DIMENSIONS)))
    directions = vectors / lengths @ turn
    width = DIMENSIONS // BLOCKS
    patterns = numpy.zeros((BLOCKS, PATTERNS, width))
    numbers = numpy.zeros((len(words), BLOCKS), numpy.uint8)
    for block in range(BLOCKS):
        patterns[block], numbers[:, block] = cluster(directions[:, block * width : (block + 1) * width])
    patterns = numpy.rint(patterns / numpy.abs(patterns).max() * 127).astype(numpy.int8)
    with open(file, "wb") as out:
        out.write(b"CASPWT1\0" + struct.pack("<HHI", DIMENSIONS, BLOCKS, len(words)))
        out.write(patterns.tobytes() + weights.tobytes() + numbers.tobytes())
        before = b""
        for word in map(str.encode, words):
            shared = next((i for i, (a, b) in enumerate(zip(before, word)) if a != b), min(len(before), len(word)))
            out.write(bytes([shared, len(word) - shared]) + word[shared:])
            before = word
    kept = (patterns[numpy.arange(BLOCKS)[None], numbers].reshape(len(words), DIMENSIONS) * directions).sum(1)
    kept = kept / numpy.linalg.norm(patterns[numpy.arange(BLOCKS)[None], numbers].reshape(len(words), -1).astype(float), axis=1)
    print(f"{len(words)} words, {file.stat().st_size} bytes, cosine to the unrounded vectors {kept.mean():.3f}")


def cluster(points, rounds=12):
    """Lloyd's k-means."""
    centres = points[numpy.random.permutation(len(points))[:PATTERNS]]
    for _ in range(rounds):
        nearest = numpy.argmin((centres**2).sum(1)[None] - 2 * points @ centres.T, axis=1)
        for centre in range(PATTERNS):
            own = points[nearest == centre]
            if len(own):
                centres[centre] = own.mean(0)
    return centres, numpy.argmin((centres**2).sum(1)[None] - 2 * points @ centres.T, axis=1)


if __name__ == "__main__":
    main()
