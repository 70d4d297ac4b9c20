"""A model server: two layers over one input, which is real work for one core."""

import os

import numpy
from fastapi import FastAPI

app = FastAPI()
random = numpy.random.default_rng(1)
first = random.standard_normal((1024, 1024), dtype=numpy.float32)
second = random.standard_normal((1024, 10), dtype=numpy.float32)


@app.get("/predict")
def predict(seed: int = 1):
    batch = numpy.random.default_rng(seed).standard_normal((32, 1024), dtype=numpy.float32)
    scores = numpy.maximum(batch @ first, 0) @ second
    return {"best": int(scores.mean(axis=0).argmax()), "server": os.getpid()}


@app.get("/healthz")
def health():
    return {"ok": True}
