"""The model server of examples/models, whose visitors leave the waiting room with their answer."""

import os

import numpy
from fastapi import FastAPI, Response

app = FastAPI()
random = numpy.random.default_rng(1)
first = random.standard_normal((1024, 1024), dtype=numpy.float32)
second = random.standard_normal((1024, 10), dtype=numpy.float32)


@app.get("/predict")
def predict(response: Response, seed: int = 1):
    batch = numpy.random.default_rng(seed).standard_normal((32, 1024), dtype=numpy.float32)
    scores = numpy.maximum(batch @ first, 0) @ second
    response.headers["Tidegate-Visit"] = "end"
    return {"best": int(scores.mean(axis=0).argmax()), "server": os.getpid()}


@app.get("/healthz")
def health():
    return {"ok": True}
